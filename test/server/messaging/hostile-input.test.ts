import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { encodePacket, packetType, pongPacket } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';

const lines: string[] = [];
let server: SessionServer;
let sessionId: string;

beforeAll(async () => {
  const logger = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) });
  server = await createSessionServer({ logger });
  ({ sessionId } = await server.createSession());
});

afterAll(() => server.close());

beforeEach(() => {
  lines.length = 0;
});

describe('packets that are not packets', () => {
  const bytes = (hex: string): Uint8Array => Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const tooLong = new Uint8Array(64 * 1024 + 1);

  it.each<[string, string | Uint8Array, number]>([
    ['nothing', new Uint8Array(0), 1002],
    ['text', 'hello', 1002],
    ['fewer bytes than a packet has', bytes('00000002 0000'), 1002],
    ['a wrong length', bytes('000000ff 0000 07 00 00'), 1002],
    ['an address that ends too early', bytes('00000007 0000 00 01 00ff 61'), 1002],
    ['255 addresses that are not there', bytes('00000005 0000 00 ff 00'), 1002],
    ['text that is not UTF-8', bytes('00000007 0000 02 00 00 c328'), 1002],
    ['more bytes than allowed', tooLong, 1009],
    ['a CONNECT without an id', encodePacket({ type: packetType.connect }), 1002],
    [
      'a CONNECT with the id of a server',
      encodePacket({ type: packetType.connect, headers: [['uniqueId', 'symphony.evil']] }),
      1002,
    ],
    ['a first packet that is no CONNECT', encodePacket({ type: packetType.subscribe }), 1002],
  ])('%s close the socket', async (_what, data, code) => {
    const client = await RawClient.open(server, { sessionId, apiKey: server.apiKey });
    client.ws.send(data);
    expect((await client.closed).code).toBe(code);
  });

  it('of unknown types are ignored', async () => {
    const client = await RawClient.join(server, sessionId);
    for (const type of [5, 6, 200]) client.send({ type });
    client.send(pongPacket());
    await client.settle();
    await client.leave();
  });

  it('leave the server and the others as they were', async () => {
    const ann = await RawClient.join(server, sessionId);
    const mallory = await RawClient.join(server, sessionId);
    mallory.ws.send('garbage');
    expect((await mallory.closed).code).toBe(1002);
    expect((await ann.next('connection-deleted')).message.reason).toBe('networkDisconnected');
    expect((await ann.read()).message.connections).toHaveLength(1);
  });
});

describe('messages that are wrong', () => {
  let client: RawClient;
  let path: string;

  beforeAll(async () => {
    client = await RawClient.join(server, sessionId, { role: 'moderator' });
    path = `/v2/partner/${server.apiKey}/session/${sessionId}`;
  });

  const video = { id: 'v', type: 'video' };
  const deep = '['.repeat(100) + ']'.repeat(100);

  it.each<[string, string | (() => object)]>([
    ['no JSON', 'hello'],
    ['JSON of another shape', '[1,2]'],
    ['too deep JSON', deep],
    ['no method', () => ({ uri: path, content: {} })],
    ['a method that is no text', () => ({ method: 1, uri: path, content: {} })],
    ['an unknown method', () => ({ method: 'destroy', uri: path, content: {} })],
    ['a method that does not fit', () => ({ method: 'offer', uri: path, content: {} })],
    ['no URI', () => ({ method: 'read', content: {} })],
    ['a URI outside of sessions', () => ({ method: 'read', uri: '/v2/other', content: {} })],
    ['a URI with dots', () => ({ method: 'read', uri: `${path}/stream/..`, content: {} })],
    ['an unknown resource', () => ({ method: 'read', uri: `${path}/x/y`, content: {} })],
    ['content that is no object', () => ({ method: 'read', uri: path, content: 'x' })],
    ['a stream without channels', () => create('stream/s', { name: '' })],
    ['a stream with another id', () => create('stream/s', { id: 't', name: '', channel: [] })],
    ['a name that is no text', () => create('stream/s', { name: {}, channel: [] })],
    [
      'a negative width',
      () => create('stream/s', { name: '', channel: [{ ...video, width: -1 }] }),
    ],
    ['channels with one id', () => create('stream/s', { name: '', channel: [video, video] })],
    ['a subscriber with wrong channels', () => create('stream/s/subscriber/t', { channel: {} })],
    ['an SDP that is no text', () => send('offer', 'stream/s/subscriber/t', { sdp: 7 })],
    ['a candidate without a line', () => send('candidate', 'stream/s/subscriber/t', {})],
    ['an update of nothing', () => send('update', 'stream/s/channel/v', { colour: 'red' })],
    ['a signal with an object', () => send('signal', 'signal/x', { type: 't', data: {} })],
    ['a mute that is not yes or no', () => send('update', '', { mute: { active: 'maybe' } })],
  ])('%s: 400, a log line, and the connection stays', async (_what, payload) => {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload());
    const { status } = await client.requestRaw(text);
    expect(status).toBe(400);
    expect(lines.some((line) => line.includes('request rejected'))).toBe(true);
    await client.settle();
    expect((await client.read()).message.streams).toEqual([]);
  });

  it('cannot reach prototypes', async () => {
    const content = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}';
    const uri = `${path}/signal/__proto__`;
    await client.requestRaw(`{"method":"signal","uri":"${uri}","content":${content}}`);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    await client.settle();
  });

  function send(method: string, target: string, content: object): object {
    return { method, uri: target === '' ? path : `${path}/${target}`, content };
  }

  function create(target: string, content: object): object {
    return send('create', target, content);
  }
});

describe('what does not exist', () => {
  it.each([
    ['stream of a subscriber', 'create', 'stream/none/subscriber/x', {}, 404],
    ['stream to end', 'delete', 'stream/none', {}, 404],
    ['stream to update', 'update', 'stream/none/channel/v', { active: true }, 404],
    ['subscriber to end', 'delete', 'stream/none/subscriber/x', {}, 404],
    ['subscriber to negotiate with', 'offer', 'stream/none/subscriber/x', { sdp: 'v' }, 404],
    ['router to negotiate with', 'offer', 'stream/none', { sdp: 'v' }, 404],
    ['connection to disconnect', 'delete', 'connection/none', {}, 404],
  ])('%s: 404', async (_what, method, target, content, expected) => {
    const client = await RawClient.join(server, sessionId, { role: 'moderator' });
    const uri = `/v2/partner/${server.apiKey}/session/${sessionId}/${target}`;
    const { status } = await client.requestRaw(JSON.stringify({ method, uri, content }));
    expect(status).toBe(expected);
    await client.leave();
  });
});

describe('sockets elsewhere', () => {
  it('than at the messaging path are refused', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/elsewhere`);
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/404/);
  });
});
