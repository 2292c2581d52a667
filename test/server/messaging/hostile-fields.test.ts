import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits, status } from '../../../lib/protocol/index.js';
import { createSessionServer, type SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';

/** What is no text of so many characters. */
const text = (max: number): unknown[] => [7, true, null, [], {}, 'x'.repeat(max + 1)];
const flag = ['yes', 'maybe', 1, null, [], {}];
const number = (max: number): unknown[] => [-1, max + 1, '7', true, null, [], {}];
const integer = (max: number): unknown[] => [...number(max), 1.5];
const choice = ['other', 45, true, null, [], {}];
const list = (max: number, element: unknown): unknown[] => [
  ...['a', 7, true, null, {}],
  Array.from({ length: max + 1 }, () => element),
];

const channel = {
  ...{ id: 'v', type: 'video', active: true, width: 4, height: 2, orientation: 0, frameRate: 30 },
  ...{ source: 'camera', fitMode: 'cover', disableWarning: false },
};
const id = text(limits.idChars);
const size = integer(limits.videoSize);
const bitrate = integer(Number.MAX_SAFE_INTEGER);
const changes = {
  ...{ active: flag, disableWarning: flag, width: size, height: size, orientation: choice },
  ...{ frameRate: number(limits.frameRate), source: choice, fitMode: choice },
};
const preferences = {
  ...{ active: flag, activeReason: id, restrictFrameRate: flag },
  ...{ preferredFrameRate: number(limits.frameRate), preferredWidth: size, preferredHeight: size },
};

/** The fields of an object in a list, as paths. */
const below = (path: string, fields: Record<string, unknown[]>): Record<string, unknown[]> =>
  Object.fromEntries(Object.entries(fields).map(([name, wrong]) => [`${path}.${name}`, wrong]));

interface Message {
  readonly method: string;
  readonly target: string;
  /** As it should be. */
  readonly content: object;
  /** By path in the content: values that it must not have. */
  readonly fields: Readonly<Record<string, readonly unknown[]>>;
}

const subscription = 'stream/s/subscriber/t';
const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 };

/** Every message of a client that has content, and every field of it (protocol §8, §9, §13). */
const messages: readonly Message[] = [
  {
    method: 'create',
    target: 'connection/own',
    content: { userAgent: 'test/1.0', clientVersion: 'js-2.7.6', capabilities: ['renegotiation'] },
    fields: {
      userAgent: text(limits.userAgentChars),
      clientVersion: text(limits.userAgentChars),
      capabilities: list(limits.capabilities, 'a'),
      'capabilities.0': text(limits.capabilityChars),
    },
  },
  {
    method: 'create',
    target: 'stream/s',
    content: {
      ...{ id: 's', name: '', audioFallbackEnabled: true, minBitrate: 1, maxBitrate: 2 },
      channel: [channel, { id: 'a', type: 'audio', active: true }],
    },
    fields: {
      ...{ id: ['t', ...id], name: text(limits.streamNameChars), audioFallbackEnabled: flag },
      ...{ minBitrate: bitrate, maxBitrate: bitrate },
      channel: list(limits.channelsPerStream, channel),
      'channel.0': ['video', 7, true, null, []],
      ...below('channel.0', { id: ['', 'a', ...id], type: ['data', ...choice], ...changes }),
      ...below('channel.1', { id: ['', 'v', ...id], type: ['data', ...choice], active: flag }),
    },
  },
  { method: 'update', target: 'stream/s/channel/v', content: channel, fields: changes },
  {
    method: 'update',
    target: 'stream/s',
    content: { mute: true },
    fields: { mute: [false, 'yes', 1, null, [], {}] },
  },
  {
    method: 'create',
    target: subscription,
    content: {
      ...{ id: 't', connection: '' },
      channel: [
        {
          ...{
            id: 'v',
            type: 'video',
            active: true,
            activeReason: 'auto',
            restrictFrameRate: true,
          },
          ...{ preferredFrameRate: 30, preferredWidth: 4, preferredHeight: 2 },
        },
      ],
    },
    fields: {
      ...{ id: ['u', ...id], connection: id },
      channel: list(limits.channelsPerStream, { id: 'v', type: 'video' }),
      'channel.0': ['video', 7, true, null, []],
      ...below('channel.0', { id: ['', ...id], type: ['data', ...choice], ...preferences }),
    },
  },
  {
    method: 'update',
    target: `${subscription}/channel/v`,
    content: { active: true },
    fields: preferences,
  },
  ...['offer', 'answer', 'pranswer'].map((method) => ({
    ...{ method, target: subscription, content: { sdp: 'v=0' } },
    fields: { sdp: ['', 7, true, null, [], {}] },
  })),
  {
    method: 'candidate',
    target: subscription,
    content: candidate,
    fields: {
      candidate: [7, true, null, [], {}],
      // Either may be null, as in a browser's own candidates.
      sdpMid: id.filter((wrong) => wrong !== null),
      sdpMLineIndex: integer(65_535).filter((wrong) => wrong !== null),
    },
  },
  ...['signal/x', 'connection/c/signal/x'].map((target) => ({
    ...{ method: 'signal', target, content: { type: 'chat', data: 'hello' } },
    fields: { type: ['a b', 'ü', 7, true, [], {}], data: [7, true, [], {}] },
  })),
  {
    method: 'update',
    target: '',
    content: { mute: { active: true, excluded: ['s'] } },
    fields: {
      mute: [true, 'true', 7, null, []],
      'mute.active': flag,
      'mute.excluded': list(limits.muteExcluded, 's'),
      'mute.excluded.0': id,
    },
  },
];

/** A copy with another value at the path. */
function withValue(content: object, path: string, value: unknown): object {
  const [name = '', ...rest] = path.split('.');
  const copy = structuredClone(content) as Record<string, unknown>;
  copy[name] = rest.length === 0 ? value : withValue(copy[name] as object, rest.join('.'), value);
  return copy;
}

const cases = messages.flatMap((message) =>
  Object.entries(message.fields).map(([path, wrong]) => ({ ...message, path, wrong })),
);

describe('every field of every message', () => {
  const lines: string[] = [];
  let server: SessionServer;
  let joined: RawClient;
  /** Has not joined yet, as whoever sends a connection-create. */
  let newcomer: RawClient;

  beforeAll(async () => {
    const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
    // What is tested here is not how many there may be.
    // It tries hundreds of wrong values before it joins.
    const limits = { messageBurst: 1_000_000, refusalsBeforeJoining: 1_000_000 };
    server = await createSessionServer({ logger, limits });
    const { sessionId } = await server.createSession();
    joined = await RawClient.join(server, sessionId, { role: 'moderator' });
    newcomer = await RawClient.open(server, { sessionId, apiKey: server.apiKey });
    await newcomer.connect();
  });
  afterAll(() => server.close());

  it.each(cases)(
    '$method $target: a wrong $path is 400, with a log line that names it, and the connection stays',
    async ({ method, target, content, path, wrong }) => {
      const isJoining = target === 'connection/own';
      const client = isJoining ? newcomer : joined;
      const { partnerId, sessionId } = client.address;
      const place = target.replace('own', client.connectionId);
      const uri = [`/v2/partner/${partnerId}/session/${sessionId}`, place]
        .filter(Boolean)
        .join('/');
      const send = async (sent: object): Promise<number> => {
        return (await client.requestRaw(JSON.stringify({ method, uri, content: sent }))).status;
      };
      for (const value of wrong) {
        lines.length = 0;
        const answer = await send(withValue(content, path, value));
        expect(answer, JSON.stringify(value).slice(0, 40)).toBe(status.badRequest);
        const refusal = lines.find((line) => line.includes('request rejected')) ?? '';
        expect(refusal).toContain(path.split('.').at(0));
        expect(refusal).toContain(client.connectionId);
      }
      // It was the value: as it should be, the message is understood, though perhaps not allowed or possible.
      expect(await send(content)).not.toBe(status.badRequest);
      expect(await joined.read()).toBeDefined();
      await joined.request({ kind: 'stream-delete', streamId: 's' });
    },
  );
});
