import { describe, expect, it } from 'vitest';
import { SessionError } from '../../../../lib/common/session-error.js';
import { formatSessionInfo, type SessionInfo } from '../../../../lib/protocol/session-info.js';
import {
  resolveConfig,
  type SignalingOptions,
} from '../../../../lib/signaling/signaling-config.js';
import {
  SessionInfoClient,
  type SessionInfoQuery,
} from '../../../../lib/signaling/connection/session-info-client.js';
import type { HttpResponse } from '../../../../lib/signaling/platform.js';
import { FakePlatform } from '../../../helpers/fakes/fake-socket.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';

const info: SessionInfo = {
  sessionId: 'S1',
  partnerId: '100',
  messagingUrl: 'wss://media1.example.test/rumorwebsocketsv2',
  symphonyAddress: 'symphony.example.test',
  mediaMode: 'relayed',
  reconnection: true,
  renegotiation: true,
  iceServers: [],
  extensions: [],
};
const good = formatSessionInfo(info);
const token = 'T1==c2VjcmV0';

function answer(status: number, body = ''): Promise<HttpResponse> {
  return Promise.resolve({ status, text: () => Promise.resolve(body) });
}

class Rig {
  readonly platform = new FakePlatform();
  readonly client: SessionInfoClient;
  /** Answers in order; the last one repeats. */
  readonly answers: (() => Promise<HttpResponse>)[] = [];

  constructor(options: SignalingOptions = {}, ...answers: (() => Promise<HttpResponse>)[]) {
    this.client = new SessionInfoClient({
      platform: this.platform,
      config: resolveConfig(options),
    });
    this.platform.respond = () => {
      const next = answers.length > 1 ? answers.shift() : answers[0];
      return next?.() ?? Promise.reject(new TypeError('fetch failed'));
    };
  }

  get(query: Partial<SessionInfoQuery> = {}): Promise<SessionInfo> {
    const got = this.client.get({
      apiUrl: 'https://api.example.test/',
      apiKey: '100',
      sessionId: 'S1',
      token,
      ...query,
    });
    got.catch(() => undefined);
    return got;
  }
}

/** The error, after every retry that there may be. */
async function failure(rig: Rig, query?: Partial<SessionInfoQuery>): Promise<SessionError> {
  const got = rig.get(query);
  await rig.platform.clock.advance(60_000);
  const error: unknown = await got.catch((reason: unknown) => reason);
  if (!(error instanceof SessionError))
    throw new Error('expected a SessionError', { cause: error });
  return error;
}

describe('session info (protocol §2)', () => {
  it('asks with the headers of the configuration and reads the answer', async () => {
    const overrides = {
      sessionInfoHeaders: { token: 'X-TB-TOKEN-AUTH' },
      requestHeaders: { 'X-Trace': '1' },
      clientVersion: 'test-1',
    };
    const rig = new Rig(overrides, () => answer(200, good));
    await expect(rig.get({ connectionId: 'C1' })).resolves.toEqual(info);
    expect(rig.platform.requests).toMatchObject([
      {
        url: 'https://api.example.test/session/S1?extended=true',
        init: {
          redirect: 'error',
          headers: {
            'X-TB-TOKEN-AUTH': token,
            'X-TB-VERSION': '1',
            'X-TB-CLIENT-VERSION': 'test-1',
            'X-TB-CONNECTIONID': 'C1',
            'X-Trace': '1',
          },
        },
      },
    ]);
    expect(rig.platform.clock.pending).toBe(0);
  });

  it.each([
    [400, 1005, 1],
    [403, 1004, 1],
    [404, 1005, 1],
    [409, 1026, 1],
    [302, 2001, 4],
    [500, 2001, 4],
    [503, 2001, 4],
  ])('turns HTTP %d into %d after %d requests', async (status, code, requests) => {
    const rig = new Rig({}, () => answer(status));
    const error = await failure(rig);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(new RegExp(`api\\.example\\.test.*${status}`));
    expect(rig.platform.requests).toHaveLength(requests);
    expect(rig.platform.clock.pending).toBe(0);
  });

  it('says what the server says against it', async () => {
    const body = '{"code":403,"message":"token has expired"}';
    const error = await failure(new Rig({}, () => answer(403, body)));
    expect(error.message).toMatch(
      /^session info from api\.example\.test: .* 403: token has expired$/,
    );
  });

  it.each([
    ['an empty body', '', 1006],
    ['no JSON', '<html>', 2001],
    ['no array', '{}', 2001],
    ['an empty array', '[]', 2001],
    ['no messaging URL', '[{"session_id":"S1","partner_id":"100"}]', 2001],
    [
      'an error of a known number',
      '[{"error":{"code":1004,"errorMessage":{"message":"no"}}}]',
      1004,
    ],
    ['an error of an unknown number', '[{"error":{"code":4711}}]', 2001],
    ["another key's session", formatSessionInfo({ ...info, partnerId: '200' }), 1004],
  ])('takes %s for an error', async (_, body, code) => {
    const error = await failure(new Rig({}, () => answer(200, body)));
    expect(error.code).toBe(code);
    expect(error.message).toContain('api.example.test');
  });

  it('retries after 0, 600 and 1200 ms, and is content with a late success', async () => {
    const rig = new Rig(
      {},
      () => Promise.reject(new TypeError('fetch failed')),
      () => answer(500),
      () => answer(200, ''),
      () => answer(200, good),
    );
    const got = rig.get();
    await rig.platform.clock.advance(0);
    expect(rig.platform.requests).toHaveLength(2);
    await rig.platform.clock.advance(599);
    expect(rig.platform.requests).toHaveLength(2);
    await rig.platform.clock.advance(1);
    expect(rig.platform.requests).toHaveLength(3);
    await rig.platform.clock.advance(1_200);
    await expect(got).resolves.toEqual(info);
    expect(rig.platform.clock.pending).toBe(0);
  });

  it('says 1006 if there is no answer, with the cause', async () => {
    const cause = new TypeError('getaddrinfo ENOTFOUND');
    const error = await failure(new Rig({}, () => Promise.reject(cause)));
    expect(error).toMatchObject({ code: 1006, cause });
    expect(error.message).toMatch(/api\.example\.test.*ENOTFOUND/);
  });

  it.each(['request', 'body'])(
    'says 1021 if the %s takes longer than the timeout',
    async (what) => {
      const never = new Promise<never>(() => undefined);
      const slow = { status: 200, text: () => never };
      const rig = new Rig({}, () => (what === 'request' ? never : Promise.resolve(slow)));
      const error = await failure(rig);
      expect(error.code).toBe(1021);
      expect(error.message).toMatch(/15000 ms/);
      expect(rig.platform.requests).toHaveLength(1);
      expect(rig.platform.requests[0]?.init.signal.aborted).toBe(true);
      expect(rig.platform.clock.pending).toBe(0);
    },
  );

  it.each(['before', 'during the request', 'during a pause'])(
    "rejects with the signal's reason when aborted %s",
    async (when) => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const rig = new Rig({ sessionInfoRetryDelaysMs: [1_000] }, () =>
        when === 'during a pause' ? answer(500) : new Promise<never>(() => undefined),
      );
      if (when === 'before') controller.abort(reason);
      const got = rig.get({ signal: controller.signal });
      await settle();
      controller.abort(reason);
      await expect(got).rejects.toBe(reason);
      expect(rig.platform.requests).toHaveLength(when === 'before' ? 0 : 1);
      expect(rig.platform.clock.pending).toBe(0);
    },
  );

  it.each(['api.example.test', 'ftp://api.example.test', ''])(
    'rejects with a TypeError naming apiUrl %j',
    async (apiUrl) => {
      await expect(new Rig().get({ apiUrl })).rejects.toThrow(TypeError);
      await expect(new Rig().get({ apiUrl })).rejects.toThrow(/apiUrl/);
    },
  );

  it.each(['', 'a b', 'a\nb', 'é'])(
    'rejects the token %j with 1004 and does not send it',
    async (bad) => {
      const rig = new Rig({}, () => answer(200, good));
      await expect(rig.get({ token: bad })).rejects.toMatchObject({ code: 1004 });
      expect(rig.platform.requests).toEqual([]);
    },
  );

  it('never names the token', async () => {
    const answers = [
      () => answer(403),
      () => answer(500, token),
      () => Promise.reject(new Error('x')),
    ];
    for (const respond of answers) {
      const error = await failure(new Rig({}, respond));
      expect(String(error) + String(error.cause)).not.toContain(token);
    }
  });
});
