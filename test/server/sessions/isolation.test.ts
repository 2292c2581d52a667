import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  connectPacket,
  createId,
  formatClientMessage,
  sessionTopic,
  subscribePacket,
} from '../../../lib/protocol/index.js';
import type { ClientMessage } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

let server: SessionServer;
let sessionId: string;

beforeEach(async () => {
  server = await createSessionServer();
  ({ sessionId } = await server.createSession());
});

afterEach(() => server.close());

const publish = (streamId: string): ClientMessage => ({
  kind: 'stream-create',
  streamId,
  stream: cameraStream,
});

const subscribe = (streamId: string, subscriberId: string, connectionId = ''): ClientMessage => ({
  kind: 'subscriber-create',
  streamId,
  subscriberId,
  connectionId,
  channels: [],
});

describe('ids cannot be taken over', () => {
  it('a connection id that is in use, by CONNECT', async () => {
    const ann = await RawClient.join(server, sessionId);
    const { connectionId } = ann;
    const thief = await RawClient.open(server, {
      sessionId,
      apiKey: server.apiKey,
      connectionId,
      socketId: createId(),
    });
    expect((await thief.connect()).status).toBe(409);
    expect(await thief.closed).toEqual({ code: 1011, reason: 'connection id is taken' });
    const { status } = await ann.request({ kind: 'signal', signalId: 'x', type: '', data: 'me' });
    expect(status).toBe(200);
    expect((await ann.next('signal')).from).toBe(connectionId);
  });

  it('a connection id of somebody who is away and may return', async () => {
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    const bob = await RawClient.join(server, sessionId);
    await ann.cut();
    const thief = await RawClient.open(server, {
      ...apiKeyOf(bob),
      connectionId: ann.connectionId,
    });
    expect((await thief.connect()).status).toBe(409);
    const back = await RawClient.open(server, {
      ...apiKeyOf(ann),
      connectionId: ann.connectionId,
      socketId,
      reconnect: true,
    });
    await back.settle();
    expect((await bob.read()).message.connections).toHaveLength(2);
  });

  it('a connection id of somebody who has left', async () => {
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    await ann.leave();
    await bob.next('connection-deleted');
    const { connectionId } = ann;
    const thief = await RawClient.open(server, { ...apiKeyOf(bob), connectionId });
    expect((await thief.connect()).status).toBe(409);
    expect((await thief.closed).code).toBe(1011);
  });

  it('another connection id than the connected one, by connection-create', async () => {
    const mallory = await RawClient.open(server, { sessionId, apiKey: server.apiKey });
    await mallory.connect();
    const token = await server.generateToken(sessionId);
    const { status } = await mallory.request(
      { kind: 'connection-create', connectionId: createId(), capabilities: [] },
      { token },
    );
    expect(status).toBe(403);
  });

  it('a second id on the same socket', async () => {
    const ann = await RawClient.join(server, sessionId);
    const transactionId = createId();
    const notifyAddress = 'symphony.test';
    ann.send(connectPacket({ connectionId: createId(), transactionId, notifyAddress }));
    expect((await ann.answer(transactionId)).status).toBe(409);
    expect((await ann.read()).message.connections).toHaveLength(1);
  });

  it('a sender that is somebody else', async () => {
    const ann = await RawClient.join(server, sessionId);
    const mallory = await RawClient.join(server, sessionId);
    const payload = formatClientMessage(mallory.address, {
      kind: 'signal',
      signalId: 'x',
      type: '',
      data: 'from Ann',
    });
    const { status } = await mallory.requestRaw(payload, { from: ann.connectionId });
    expect(status).toBe(403);
    await ann.settle();
    expect(ann.kinds).not.toContain('signal');
  });

  it('messages past the server to somebody directly', async () => {
    const ann = await RawClient.join(server, sessionId);
    const mallory = await RawClient.join(server, sessionId);
    const { status } = await mallory.requestRaw('{}', { to: [ann.connectionId] });
    expect(status).toBe(404);
  });

  it('a stream id of somebody else', async () => {
    const ann = await RawClient.join(server, sessionId);
    const mallory = await RawClient.join(server, sessionId);
    await ann.request(publish('s1'));
    expect((await mallory.request(publish('s1'))).status).toBe(409);
    const changes = { active: false };
    const update = {
      kind: 'channel-update',
      streamId: 's1',
      channelId: 'audio1',
      changes,
    } as const;
    expect((await mallory.request(update)).status).toBe(403);
    expect((await mallory.request({ kind: 'stream-delete', streamId: 's1' })).status).toBe(403);
    const [stream] = (await mallory.read()).message.streams;
    expect(stream).toMatchObject({
      connectionId: ann.connectionId,
      channels: [{ active: true }, {}],
    });
  });

  it('a subscriber of another connection', async () => {
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    const mallory = await RawClient.join(server, sessionId);
    await ann.request(publish('s1'));
    await bob.request(subscribe('s1', 'sub1'));
    const target = { streamId: 's1', subscriberId: 'sub1' };
    const attempts: ClientMessage[] = [
      subscribe('s1', 'sub2', bob.connectionId),
      { kind: 'subscriber-delete', ...target },
      { kind: 'subscriber-channel-update', ...target, channelId: 'c', changes: { active: false } },
      { kind: 'offer', ...target, peer: {}, sdp: 'v=0' },
      { kind: 'answer', ...target, peer: {}, sdp: 'v=0' },
      { kind: 'candidate', ...target, peer: {}, candidate: '', sdpMid: '', sdpMLineIndex: 0 },
    ];
    for (const attempt of attempts) {
      expect([attempt.kind, (await mallory.request(attempt)).status]).toEqual([attempt.kind, 403]);
    }
    expect((await mallory.request(subscribe('s1', 'sub1'))).status).toBe(409);
    await bob.settle();
    expect(bob.kinds.filter((kind) => kind !== 'connection-created')).toEqual(['stream-created']);
  });

  it('a socket id, without saying that one comes back', async () => {
    const socketId = createId();
    const ann = await RawClient.join(server, sessionId, { socketId });
    const options = { sessionId, apiKey: server.apiKey, socketId };
    await expect(RawClient.open(server, options)).rejects.toThrow(/409/);
    await ann.settle();
  });

  it('a socket id that can be guessed is not accepted', async () => {
    const options = { sessionId, apiKey: server.apiKey, socketId: '1' };
    await expect(RawClient.open(server, options)).rejects.toThrow(/400/);
  });
});

describe('sessions are apart', () => {
  it('no event reaches another session, whatever topics its members subscribe to', async () => {
    const { sessionId: otherId } = await server.createSession();
    const ann = await RawClient.join(server, sessionId);
    const eve = await RawClient.join(server, otherId);
    eve.send(subscribePacket([sessionTopic(ann.address)]));
    await ann.request(publish('s1'));
    await ann.request({ kind: 'signal', signalId: 'x', type: 'chat', data: 'secret' });
    await ann.next('signal');
    await eve.settle();
    expect(eve.kinds).toEqual([]);
  });

  it('not even somebody who subscribes without having joined hears anything', async () => {
    const ann = await RawClient.join(server, sessionId);
    const eve = await RawClient.open(server, { sessionId, apiKey: server.apiKey });
    await eve.connect();
    await ann.request({ kind: 'signal', signalId: 'x', type: 'chat', data: 'secret' });
    await ann.next('signal');
    await eve.settle();
    expect(eve.kinds).toEqual([]);
    await expect(eve.read()).rejects.toThrow(/403/);
  });

  it('requests for another session are refused, as are connections and streams of it', async () => {
    const { sessionId: otherId } = await server.createSession();
    const ann = await RawClient.join(server, sessionId);
    const eve = await RawClient.join(server, otherId, { role: 'moderator' });
    await ann.request(publish('s1'));
    const foreign: ClientMessage[] = [
      { kind: 'session-read' },
      { kind: 'connection-delete', connectionId: ann.connectionId },
      { kind: 'stream-delete', streamId: 's1' },
      { kind: 'signal', signalId: 'x', to: ann.connectionId, type: '', data: '' },
      subscribe('s1', 'sub1'),
      publish('s2'),
      { kind: 'mute-session', active: true, excluded: [] },
    ];
    for (const message of foreign) {
      const payload = formatClientMessage(ann.address, message);
      expect([message.kind, (await eve.requestRaw(payload)).status]).toEqual([message.kind, 403]);
    }
    // Named as if they were in the own session.
    for (const message of foreign.slice(1, 5)) {
      expect([message.kind, (await eve.request(message)).status]).toEqual([message.kind, 404]);
    }
    await ann.settle();
    expect(ann.kinds).toEqual(['stream-created']);
  });

  it('the same stream and subscriber ids may occur in two sessions', async () => {
    const { sessionId: otherId } = await server.createSession();
    const ann = await RawClient.join(server, sessionId);
    const eve = await RawClient.join(server, otherId);
    for (const client of [ann, eve]) {
      expect((await client.request(publish('s1'))).status).toBe(200);
      expect((await client.request(subscribe('s1', 'sub1'))).status).toBe(200);
    }
  });
});

function apiKeyOf({ address }: RawClient): { sessionId: string; apiKey: string } {
  return { sessionId: address.sessionId, apiKey: address.partnerId };
}
