import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseStatusPayload } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { fetchSessionInfo, RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

describe('a relayed call (protocol §6-§12)', () => {
  let server: SessionServer;
  let sessionId: string;

  beforeEach(async () => {
    server = await createSessionServer({
      turn: { urls: ['turn:127.0.0.1:3478'], secret: 'turn-secret', ttlSeconds: 600 },
    });
    ({ sessionId } = await server.createSession());
  });

  afterEach(() => server.close());

  it('tells a client where to connect', async () => {
    const info = await fetchSessionInfo(server, sessionId, await server.generateToken(sessionId));
    expect(info).toMatchObject({
      sessionId,
      partnerId: server.apiKey,
      messagingUrl: `ws://127.0.0.1:${server.port}/rumorwebsocketsv2`,
      symphonyAddress: expect.stringMatching(/^symphony\./) as unknown,
      mediaMode: 'relayed',
      reconnection: true,
      renegotiation: true,
      iceCredentialExpiration: 600,
      extensions: ['force-mute', 'subscriber-preferences'],
    });
  });

  it('answers CONNECT, connection-create and read, and tells the others', async () => {
    const ann = await RawClient.join(server, sessionId, { data: 'name=Ann' });
    const bob = await RawClient.join(server, sessionId, { data: 'name=Bob', role: 'moderator' });
    const created = await ann.next('connection-created');
    expect(created.message.connection).toMatchObject({ id: bob.connectionId, data: 'name=Bob' });
    expect(created.transactionId).toBeDefined();

    const state = (await bob.read()).message;
    expect(state.sessionId).toBe(sessionId);
    expect(state.connections.map(({ id, data }) => [id, data])).toEqual([
      [ann.connectionId, 'name=Ann'],
      [bob.connectionId, 'name=Bob'],
    ]);
    expect(state.connections[0]?.permissions).toEqual(['publish', 'subscribe', 'signal']);
    expect(bob.kinds).toEqual([]);
  });

  it('carries publish, subscribe, negotiation, unsubscribe and unpublish', async () => {
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    const published = await ann.request({
      kind: 'stream-create',
      streamId: 's1',
      stream: cameraStream,
    });
    expect(published.status).toBe(200);
    expect(parseStatusPayload(published.payload).iceServers).toEqual([
      {
        urls: ['turn:127.0.0.1:3478'],
        username: expect.stringMatching(`^\\d+:${ann.connectionId}$`) as unknown,
        credential: expect.any(String) as unknown,
      },
    ]);
    const echo = await ann.next('stream-created');
    const seen = await bob.next('stream-created');
    expect(seen.message).toEqual(echo.message);
    expect(seen.message.stream).toMatchObject({ id: 's1', connectionId: ann.connectionId });
    expect(seen.message.stream.channels).toEqual(cameraStream.channels);

    const target = { streamId: 's1', subscriberId: 'sub1' };
    const subscribed = await bob.request({
      kind: 'subscriber-create',
      ...target,
      connectionId: bob.connectionId,
      channels: [],
    });
    expect(subscribed.status).toBe(200);
    expect(parseStatusPayload(subscribed.payload).iceServers).toHaveLength(1);
    expect(await ann.next('subscriber-created')).toMatchObject({
      message: target,
      from: bob.connectionId,
    });
    expect(await ann.next('generate-offer')).toMatchObject({
      message: target,
      from: bob.connectionId,
    });

    await ann.request({ kind: 'offer', ...target, peer: { peerId: 'p' }, sdp: 'v=0 offer' });
    expect(await bob.next('offer')).toMatchObject({
      message: { ...target, sdp: 'v=0 offer', peer: { peerId: 'p' } },
      from: ann.connectionId,
    });
    await bob.request({ kind: 'answer', ...target, peer: {}, sdp: 'v=0 answer' });
    expect(await ann.next('answer')).toMatchObject({
      message: { sdp: 'v=0 answer' },
      from: bob.connectionId,
    });
    const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 };
    await ann.request({ kind: 'candidate', ...target, peer: {}, ...candidate });
    expect((await bob.next('candidate')).message).toMatchObject(candidate);
    await bob.request({ kind: 'candidate', ...target, peer: {}, ...candidate });
    expect((await ann.next('candidate')).from).toBe(bob.connectionId);

    await bob.request({ kind: 'subscriber-delete', ...target });
    expect((await ann.next('subscriber-deleted')).message).toEqual({
      kind: 'subscriber-deleted',
      ...target,
      connectionId: bob.connectionId,
    });
    await ann.request({ kind: 'stream-delete', streamId: 's1' });
    expect((await bob.next('stream-deleted')).message).toMatchObject({
      streamId: 's1',
      reason: 'clientDisconnected',
    });
    expect((await bob.read()).message.streams).toEqual([]);
  });

  it('sends the STATUS of a request before the events that it causes (§7)', async () => {
    const ann = await RawClient.join(server, sessionId);
    const before = ann.packets.length;
    await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
    await ann.next('stream-created');
    expect(ann.packets.slice(before).map(({ type }) => type)).toEqual(['status', 'message']);
  });

  it('passes muting and resizing on to the others, and to those who join later', async () => {
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
    const change = { streamId: 's1', channelId: 'video1', changes: { active: false, width: 320 } };
    const { status } = await ann.request({ kind: 'channel-update', ...change });
    expect(status).toBe(200);
    expect((await bob.next('channel-updated')).message).toMatchObject(change);
    const [stream] = (await bob.read()).message.streams;
    expect(stream?.channels[1]).toMatchObject({ active: false, width: 320, height: 480 });
    await ann.settle();
    expect(ann.kinds).not.toContain('channel-updated');
  });

  it('ends the streams of somebody who leaves before the connection (§12)', async () => {
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
    await bob.next('stream-created');
    await bob.request({
      kind: 'subscriber-create',
      streamId: 's1',
      subscriberId: 'sub1',
      connectionId: '',
      channels: [],
    });
    await ann.leave();
    await bob.next('connection-deleted');
    expect(bob.kinds).toEqual(['stream-created', 'stream-deleted', 'connection-deleted']);
    expect(bob.events.at(-1)?.message).toMatchObject({
      connectionId: ann.connectionId,
      reason: 'clientDisconnected',
    });
    expect((await ann.closed).code).toBe(1000);
  });

  it('tells a publisher when a subscriber leaves the session', async () => {
    const ann = await RawClient.join(server, sessionId);
    const bob = await RawClient.join(server, sessionId);
    await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
    await bob.request({
      kind: 'subscriber-create',
      streamId: 's1',
      subscriberId: 'sub1',
      connectionId: '',
      channels: [],
    });
    await bob.leave();
    await ann.next('connection-deleted');
    expect(ann.kinds.slice(-2)).toEqual(['subscriber-deleted', 'connection-deleted']);
  });
});
