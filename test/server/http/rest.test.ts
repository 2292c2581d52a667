import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createProjectToken,
  createRestToken,
  forceMuteExtension,
} from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { OpenTokSdk } from '../../helpers/opentok-sdk.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

const apiKey = '100';
const secret = 'one';
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const applicationId = '7f9c2f4e-6f0b-4a39-9f0e-0d4d0a3a0c11';

let server: SessionServer;

beforeEach(async () => {
  server = await createSessionServer({
    projects: [
      { apiKey, secret },
      { apiKey: '200', secret: 'two' },
      { applicationId, publicKey: keys.publicKey },
    ],
  });
});

afterEach(() => server.close());

describe('the official server SDK opentok', () => {
  let sdk: OpenTokSdk;
  let sessionId: string;
  let ann: RawClient;
  let bob: RawClient;

  beforeEach(async () => {
    sdk = new OpenTokSdk(apiKey, secret, server.url);
    sessionId = await sdk.createSession({ mediaMode: 'routed' });
    ann = await join(sessionId, sdk.generateToken(sessionId, { data: 'name=Ann' }));
    bob = await join(sessionId, sdk.generateToken(sessionId, { role: 'moderator' }));
    await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
    await ann.next('stream-created');
  });

  it('creates sessions in both media modes, with a location', async () => {
    for (const options of [{}, { mediaMode: 'routed' }, { location: '10.0.0.1' }] as const) {
      const id = await sdk.createSession(options);
      expect(Buffer.from(id.slice(2), 'base64url').toString()).toMatch(/^1~100~/);
    }
    await expect(sdk.createSession({ mediaMode: 'routed', archiveMode: 'always' })).rejects.toThrow(
      /not offered/,
    );
  });

  it('makes tokens that let clients in, in both formats', async () => {
    const t1 = sdk.generateToken(sessionId, {}, true);
    expect(t1).toMatch(/^T1==/);
    await join(sessionId, t1);
    const { connections } = (await bob.read()).message;
    expect(connections.map(({ data }) => data)).toEqual(['name=Ann', '', '']);
  });

  it('sends signals, to all and to one, that have no sender', async () => {
    await sdk.call('signal', sessionId, null, { type: 'chat', data: 'to all' });
    for (const client of [ann, bob]) {
      expect(await client.next('signal')).toMatchObject({
        message: { type: 'chat', data: 'to all' },
        from: '',
      });
    }
    await sdk.call('signal', sessionId, bob.connectionId, { type: 'chat', data: 'to Bob' });
    expect((await bob.next('signal')).message.data).toBe('to Bob');
    await ann.settle();
    expect(ann.kinds.filter((kind) => kind === 'signal')).toHaveLength(1);
    await expect(sdk.call('signal', sessionId, 'nobody', { type: '', data: '' })).rejects.toThrow(
      /not found/,
    );
    await expect(
      sdk.call('signal', sessionId, null, { type: '', data: 'x'.repeat(8193) }),
    ).rejects.toThrow(/8193 bytes/);
  });

  it('disconnects somebody', async () => {
    await sdk.call('forceDisconnect', sessionId, ann.connectionId);
    expect((await ann.closed).code).toBe(1000);
    expect((await bob.next('connection-deleted')).message.reason).toBe('forceDisconnected');
    await expect(sdk.call('forceDisconnect', sessionId, ann.connectionId)).rejects.toThrow(
      /not found/,
    );
  });

  it('gets and lists streams', async () => {
    const expected = { id: 's1', name: 'Ann', videoType: 'camera', layoutClassList: [] };
    expect(await sdk.call('getStream', sessionId, 's1')).toMatchObject(expected);
    const streams = await sdk.call('listStreams', sessionId);
    expect(streams).toMatchObject([expected]);
    await expect(sdk.call('getStream', sessionId, 'none')).rejects.toThrow();
  });

  it('mutes a stream, a session but for some, and ends that', async () => {
    await sdk.call('forceMuteStream', sessionId, 's1');
    expect((await ann.next('mute-stream')).message.streamId).toBe('s1');
    await sdk.call('forceMuteAll', sessionId, { excudedStreamIds: ['s1'] });
    expect((await bob.next('mute-session')).message).toMatchObject({
      active: true,
      excluded: ['s1'],
    });
    await sdk.call('disableForceMute', sessionId);
    expect((await bob.next('mute-session')).message.active).toBe(false);
  });

  it('gets a clear refusal for what is not offered', async () => {
    const calls: [string, ...unknown[]][] = [
      ['startArchive', sessionId, {}],
      ['listArchives', {}],
      ['startBroadcast', sessionId, { outputs: {} }],
      ['dial', sessionId, 'token', 'sip:a@b', {}],
      ['playDTMF', sessionId, ann.connectionId, '1'],
      ['startCaptions', sessionId, 'token', {}],
      ['startRender', { sessionId, token: 'token', url: 'https://example.com' }],
      ['websocketConnect', sessionId, 'token', 'wss://example.com', {}],
      ['setStreamClassLists', sessionId, [{ id: 's1', layoutClassList: [] }]],
    ];
    for (const [name, ...args] of calls) {
      await expect(sdk.call(name, ...args), name).rejects.toThrow(/does not offer that/);
    }
  });

  it('with a wrong secret gets nothing', async () => {
    const wrong = new OpenTokSdk(apiKey, 'guess', server.url);
    await expect(wrong.createSession({})).rejects.toThrow(/Invalid API key or secret/);
    await expect(wrong.call('listStreams', sessionId)).rejects.toThrow(/Invalid API key or secret/);
  });

  it('works with the key pair of an application', async () => {
    const application = new OpenTokSdk(applicationId, keys.privateKey, server.url);
    const id = await application.createSession({});
    const client = await join(id, application.generateToken(id), applicationId);
    await application.call('signal', id, null, {
      type: 'chat',
      data: 'hello',
    });
    expect((await client.next('signal')).message.data).toBe('hello');
  });

  async function join(id: string, token: string, key = apiKey): Promise<RawClient> {
    const client = await RawClient.open(server, { sessionId: id, apiKey: key });
    await client.connect();
    expect((await client.create(token, [forceMuteExtension])).status).toBe(200);
    return client;
  }
});

describe('REST calls', () => {
  let sessionId: string;

  beforeEach(async () => {
    ({ sessionId } = await server.createSession());
  });

  function call(
    method: string,
    path: string,
    token?: string,
    init: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> {
    const headers = {
      ...(token === undefined ? {} : { 'X-OPENTOK-AUTH': token }),
      ...init.headers,
    };
    return fetch(`${server.url}${path}`, { ...init, method, headers });
  }

  const restToken = (key = apiKey, apiSecret = secret): Promise<string> =>
    createRestToken({ apiKey: key, apiSecret });

  it('list connections', async () => {
    const client = await RawClient.join(server, sessionId);
    const path = `/v2/project/${apiKey}/session/${sessionId}/connection`;
    const response = await call('GET', path, await restToken());
    expect(await response.json()).toEqual({
      count: 1,
      projectId: apiKey,
      sessionId,
      items: [
        {
          connectionId: client.connectionId,
          connectionState: 'Connected',
          createdAt: expect.any(Number) as unknown,
        },
      ],
    });
  });

  it('list a range of the connections, in order of joining', async () => {
    const joined: string[] = [];
    for (let i = 0; i < 3; i++) {
      joined.push((await RawClient.join(server, sessionId)).connectionId);
    }
    const path = `/v2/project/${apiKey}/session/${sessionId}/connection`;
    const list = async (query: string): Promise<unknown> => {
      const response = await call('GET', `${path}?${query}`, await restToken());
      const { count, items } = (await response.json()) as {
        count: number;
        items: { connectionId: string }[];
      };
      return { count, ids: items.map(({ connectionId }) => connectionId) };
    };
    expect(await list('')).toEqual({ count: 3, ids: joined });
    expect(await list('offset=1&count=1')).toEqual({ count: 3, ids: joined.slice(1, 2) });
    expect(await list('offset=3')).toEqual({ count: 3, ids: [] });
  });

  it.each(['count=0', 'count=1001', 'count=many', 'offset=-1', 'offset=1&offset=2'])(
    'for connections in the range %s are refused',
    async (query) => {
      const path = `/v2/project/${apiKey}/session/${sessionId}/connection?${query}`;
      const response = await call('GET', path, await restToken());
      expect(response.status).toBe(400);
      const [field = ''] = query.split('=');
      expect(await response.json()).toMatchObject({
        message: expect.stringContaining(`query.${field} must be an integer`) as unknown,
      });
    },
  );

  it('create sessions from JSON as well as from forms', async () => {
    const response = await call('POST', '/session/create', await restToken(), {
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ mediaMode: 'relayed', location: null, archiveMode: 'manual' }),
    });
    expect(response.status).toBe(200);
    const [{ session_id: id }] = (await response.json()) as [{ session_id: string }];
    await RawClient.join(server, id);
  });

  it.each([undefined, '*/*', 'application/xml', 'text/xml'])(
    'create sessions with XML, as SDKs of other languages expect, for Accept: %s',
    async (accept) => {
      const response = await call('POST', '/session/create', await restToken(), {
        headers: accept === undefined ? {} : { accept },
      });
      expect(response.headers.get('content-type')).toMatch(/^application\/xml/);
      const [, id = ''] = /<session_id>([^<]+)<\/session_id>/.exec(await response.text()) ?? [];
      await RawClient.join(server, id);
    },
  );

  it('take "true" for true, and null for a list that is not given', async () => {
    const ann = await RawClient.join(server, sessionId, { capabilities: [forceMuteExtension] });
    const path = `/v2/project/${apiKey}/session/${sessionId}/mute`;
    const response = await call('POST', path, await restToken(), {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ active: 'true', excludedStreamIds: null }),
    });
    expect(response.status).toBe(200);
    expect((await ann.next('mute-session')).message).toMatchObject({ active: true, excluded: [] });
  });

  it.each(['a~b', 'x'.repeat(65), '中'.repeat(64)])(
    'do not create a session with the location %s, whose id nobody could use',
    async (location) => {
      const response = await call('POST', '/session/create', await restToken(), {
        body: new URLSearchParams({ location }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        message: expect.stringContaining('body.location must ') as unknown,
      });
    },
  );

  it('need authentication, by a token for REST calls and no other', async () => {
    const path = `/v2/project/${apiKey}/session/${sessionId}/stream`;
    const credentials = { apiKey, apiSecret: secret };
    const refused = {
      none: undefined,
      garbage: 'garbage',
      'wrong secret': await restToken(apiKey, 'guess'),
      'a client’s token': await createProjectToken(credentials, { sessionId, role: 'moderator' }),
    };
    for (const [what, token] of Object.entries(refused)) {
      for (const [method, target] of [
        ['GET', path],
        ['POST', '/session/create'],
        ['GET', `/v2/project/${apiKey}/archive`],
      ] as const) {
        const { status } = await call(method, target, token);
        expect([what, target, status]).toEqual([what, target, 403]);
      }
    }
    expect((await call('GET', path, await restToken())).status).toBe(200);
    const bearer = await call('GET', path, undefined, {
      headers: { Authorization: `Bearer ${await restToken()}` },
    });
    expect(bearer.status).toBe(200);
  });

  it('of one project cannot touch another', async () => {
    const token = await restToken('200', 'two');
    const client = await RawClient.join(server, sessionId);
    for (const key of [apiKey, '200']) {
      const path = `/v2/project/${key}/session/${sessionId}`;
      const expected = key === '200' ? 404 : 403;
      for (const [method, target] of [
        ['GET', `${path}/connection`],
        ['DELETE', `${path}/connection/${client.connectionId}`],
        ['POST', `${path}/signal`],
        ['POST', `${path}/mute`],
      ] as const) {
        expect([target, (await call(method, target, token)).status]).toEqual([target, expected]);
      }
    }
    await client.settle();
    expect(client.kinds).toEqual([]);
  });

  it.each([
    ['no JSON', 'application/json', '{', 400],
    ['a body of another shape', 'application/json', '[]', 400],
    ['a signal type that is no text', 'application/json', '{"type":1}', 400],
    ['a signal type with other characters', 'application/json', '{"type":"a b"}', 400],
    ['a signal type over the limit', 'application/json', `{"type":"${'a'.repeat(129)}"}`, 413],
    ['too much', 'application/json', `{"data":"${'x'.repeat(70_000)}"}`, 413],
    ['another media type', 'text/plain', 'hello', 415],
  ])('with %s are refused', async (_what, type, body, status) => {
    const path = `/v2/project/${apiKey}/session/${sessionId}/signal`;
    const init = { headers: { 'content-type': type }, body };
    const response = await call('POST', path, await restToken(), init);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: status });
  });

  it('for resources that do not exist get 404', async () => {
    const token = await restToken();
    for (const path of [
      '/elsewhere',
      `/v2/project/${apiKey}/nothing`,
      `/v2/project/${apiKey}/session/none/stream`,
      `/v2/project/${apiKey}/session/${sessionId}/stream/none`,
    ]) {
      expect([path, (await call('GET', path, token)).status]).toEqual([path, 404]);
    }
  });

  it.each([
    ['malformed', '/session/%zz?token=secret', 400],
    ['too long', `/session/${'x'.repeat(600)}?token=secret`, 414],
  ])('with a %s URL are answered like others, without quoting it', async (_what, path, code) => {
    const response = await call('GET', path);
    expect(response.status).toBe(code);
    expect(await response.json()).toEqual({ code, message: 'the URL is malformed or too long' });
  });

  it.each([
    ['GET', 'archive'],
    ['POST', 'archive'],
    ['POST', 'archive/x/stop'],
    ['PUT', 'archive/x/layout'],
    ['GET', 'broadcast'],
    ['PATCH', 'broadcast/x/streams'],
    ['POST', 'dial'],
    ['POST', 'captions'],
    ['POST', 'captions/x/stop'],
    ['POST', 'render'],
    ['DELETE', 'render/x'],
    ['POST', 'connect'],
    ['GET', 'callback'],
    ['POST', 'session/x/play-dtmf'],
    ['PUT', 'session/x/stream'],
  ])('%s %s answers 501', async (method, path) => {
    const response = await call(method, `/v2/project/${apiKey}/${path}`, await restToken());
    expect(response.status).toBe(501);
    expect(await response.json()).toEqual({
      code: 501,
      message: 'this server does not offer that',
    });
  });
});
