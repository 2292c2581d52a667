import { describe, expect, it } from 'vitest';
import { createSessionServer } from '../../../../lib/server/index.js';
import { fetchSessionInfo, RawClient } from '../../../helpers/rigs/raw-client.js';
import { RoutedRoom } from '../../../helpers/rigs/routed-room.js';
import { cameraStream } from '../../../helpers/streams.js';
import { until } from '../../../helpers/until.js';

const bobs = { streamId: 's1', subscriberId: 'b1' };

describe('a routed session (protocol §10)', () => {
  it('is made, and session info says so', async () => {
    await using room = await RoutedRoom.open();
    const { server, sessionId } = room;
    const token = await server.generateToken(sessionId);
    expect(await fetchSessionInfo(server, sessionId, token)).toMatchObject({ mediaMode: 'routed' });
    expect((await server.createSession()).mediaMode).toBe('relayed');
  });

  it('asks the publisher for an offer, answers it, and announces the stream when media flows', async () => {
    await using room = await RoutedRoom.open();
    const { janus, ann, bob } = room;
    janus.connects = false;
    const peer = await room.askToPublish();
    expect(await room.offer(peer)).toBe(200);
    const { message, from } = await ann.next('answer');
    expect(message).toMatchObject({ streamId: 's1', peer, sdp: 'answer' });
    expect(from).toMatch(/^symphony\./);
    expect((await bob.read()).message.streams).toEqual([]);
    expect(
      (await bob.request({ kind: 'subscriber-create', ...bobs, connectionId: '', channels: [] }))
        .status,
    ).toBe(404);
    janus.connect();
    await bob.next('stream-created');
    expect(ann.kinds).toEqual(['connection-created', 'generate-offer', 'answer', 'stream-created']);
  });

  it('offers to a subscriber, whose answer goes to Janus', async () => {
    await using room = await RoutedRoom.open();
    await room.publish();
    const { janus, bob } = room;
    await room.subscribe();
    expect(bob.kinds.at(-1)).toBe('offer');
    expect(janus.asked('start')[0]?.jsep).toEqual({ type: 'answer', sdp: 'v=0' });
  });

  it('passes candidates with an address on, and a number of them', async () => {
    await using room = await RoutedRoom.open();
    const { janus, ann } = room;
    const peer = await room.askToPublish();
    await room.offer(peer);
    const trickle = (candidate: string) =>
      ann.request({
        kind: 'candidate',
        streamId: 's1',
        peer,
        candidate,
        sdpMid: '0',
        sdpMLineIndex: 0,
      });
    const usable = 'candidate:1 1 udp 2113937151 192.0.2.7 5000 typ host';
    for (const candidate of [
      usable,
      '',
      'candidate:1 1 udp 2113937151 0123.local 5000 typ host',
      'candidate:1 1 udp 2113937151 database.internal 5432 typ host',
    ]) {
      expect((await trickle(candidate)).status).toBe(200);
    }
    expect(janus.asked('trickle').map(({ candidate }) => candidate?.candidate)).toEqual([usable]);
    for (let count = 0; count < 100; count++) await trickle(usable);
    expect(janus.asked('trickle')).toHaveLength(64);
  });

  it('is as before for a client that knows no peer fields', async () => {
    await using room = await RoutedRoom.open();
    const { janus, ann, bob } = room;
    await room.askToPublish();
    await ann.request({ kind: 'offer', streamId: 's1', peer: {}, sdp: 'v=0' });
    expect((await ann.next('answer')).message.peer).toEqual({});
    await bob.next('stream-created');
    await bob.request({ kind: 'subscriber-create', ...bobs, connectionId: '', channels: [] });
    await bob.next('offer');
    await bob.request({ kind: 'answer', ...bobs, peer: {}, sdp: 'v=0' });
    expect(janus.asked('start')).toHaveLength(1);
  });

  it('takes no part in the negotiation of others', async () => {
    await using room = await RoutedRoom.open();
    const peer = await room.publish();
    await room.subscribe();
    const { ann, bob } = room;
    const answers = [
      await bob.request({ kind: 'offer', streamId: 's1', peer, sdp: 'v=0' }),
      await ann.request({ kind: 'answer', ...bobs, peer, sdp: 'v=0' }),
      await ann.request({ kind: 'offer', streamId: 's2', peer, sdp: 'v=0' }),
      await ann.request({ kind: 'answer', streamId: 's1', peer, sdp: 'v=0' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 404, 400]);
  });

  it('restarts ICE for a publisher, and for a subscriber by an offer of its own', async () => {
    await using room = await RoutedRoom.open();
    const { janus, ann, bob } = room;
    const peer = await room.publish();
    await ann.next('answer');
    const peerOfBob = await room.subscribe();
    await room.offer(peer);
    expect((await ann.next('answer')).message.sdp).toBe('answer restarted');

    await bob.request({ kind: 'offer', ...bobs, peer: peerOfBob, sdp: 'v=0' });
    const { message } = await bob.next('offer');
    expect(message).toMatchObject({ peer: peerOfBob, sdp: 'offer restarted' });
    // Of the offer that Bob has dropped.
    const late = {
      candidate: 'candidate:1 1 udp 1 192.0.2.7 5000 typ host',
      sdpMid: '0',
      sdpMLineIndex: 0,
    };
    await bob.request({ kind: 'candidate', ...bobs, peer: peerOfBob, ...late });
    expect(janus.asked('trickle')).toEqual([]);
    await bob.request({ kind: 'answer', ...bobs, peer: peerOfBob, sdp: 'v=0' });
    await bob.request({ kind: 'candidate', ...bobs, peer: peerOfBob, ...late });
    expect(janus.asked('trickle')).toHaveLength(1);
    expect(janus.asked('start')).toHaveLength(2);
  });

  it('takes the codec that the publisher offers first, of those that are allowed', async () => {
    await using janusRoom = await RoutedRoom.open();
    await using only = await RoutedRoom.open({
      router: { url: janusRoom.janus.url, videoCodecs: ['vp8', 'h264'] },
    });
    const sdp = [
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=rtpmap:111 opus/48000/2',
      'm=video 9 UDP/TLS/RTP/SAVPF 98 96 102',
      'a=rtpmap:96 VP8/90000',
      'a=rtpmap:98 VP9/90000',
      'a=rtpmap:102 H264/90000',
    ].join('\r\n');
    for (const room of [janusRoom, only]) await room.offer(await room.askToPublish(), sdp);
    const published = janusRoom.janus.asked('publish').map(({ body }) => body?.['videocodec']);
    expect(published).toEqual(['vp9', 'vp8']);
    const rooms = janusRoom.janus.asked('create').map(({ body }) => body?.['videocodec']);
    expect(rooms).toEqual(expect.arrayContaining(['vp8,vp9,h264,av1', 'vp8,h264']));
  });

  it('changes to VP8, once, when a subscriber has not got the codec', async () => {
    await using room = await RoutedRoom.open();
    const { janus, ann, bob } = room;
    const sdp =
      'm=video 9 UDP/TLS/RTP/SAVPF 102 96\r\na=rtpmap:102 H264/90000\r\na=rtpmap:96 VP8/90000\r\n';
    await room.offer(await room.askToPublish(), sdp);
    await room.subscribe('v=0\r\nm=video 0 UDP/TLS/RTP/SAVPF 102\r\n');
    const { message } = await ann.next('generate-offer');
    await room.offer({ peerId: String(message.peer['peerId']) }, sdp);
    expect(janus.asked('publish').map(({ body }) => body?.['videocodec'])).toEqual(['h264', 'vp8']);
    // Whoever wants no video at all disturbs nobody.
    await room.answer('v=0\r\nm=video 0 UDP/TLS/RTP/SAVPF 96\r\n');
    await Promise.all([ann.settle(), bob.settle()]);
    expect(ann.kinds.filter((kind) => kind === 'generate-offer')).toHaveLength(2);
  });

  it('sends what a subscriber wants, without another offer', async () => {
    await using room = await RoutedRoom.open();
    await room.publish();
    await room.subscribe();
    const { janus, bob } = room;
    const offers = bob.kinds.filter((kind) => kind === 'offer').length;
    const channelId = cameraStream.channels.find(({ type }) => type === 'video')?.id ?? '';
    for (const active of [false, true]) {
      const changes = { active };
      await bob.request({ kind: 'subscriber-channel-update', ...bobs, channelId, changes });
    }
    expect(janus.asked('configure').map(({ body }) => body?.['streams'])).toEqual([
      [{ mid: '1', send: false }],
      [{ mid: '1', send: true }],
    ]);
    await bob.settle();
    expect(bob.kinds.filter((kind) => kind === 'offer')).toHaveLength(offers);
  });

  it('mutes without negotiating', async () => {
    await using room = await RoutedRoom.open();
    await room.publish();
    await room.subscribe();
    const { janus, ann, bob } = room;
    const before = janus.requests.length;
    const channelId = cameraStream.channels[0]?.id ?? '';
    await ann.request({
      kind: 'channel-update',
      streamId: 's1',
      channelId,
      changes: { active: false },
    });
    expect((await bob.next('channel-updated')).message.changes).toEqual({ active: false });
    expect(janus.requests).toHaveLength(before);
  });

  it.each<[string, (room: RoutedRoom) => Promise<unknown>]>([
    ['its publisher ends it', ({ ann }) => ann.request({ kind: 'stream-delete', streamId: 's1' })],
    ['a moderator ends it', ({ bob }) => bob.request({ kind: 'stream-delete', streamId: 's1' })],
    ['its publisher leaves', ({ ann }) => ann.leave()],
    [
      'a moderator disconnects its publisher',
      ({ ann, bob }) => bob.request({ kind: 'connection-delete', connectionId: ann.connectionId }),
    ],
  ])('leaves nothing of a stream in Janus when %s', async (_what, end) => {
    await using room = await RoutedRoom.open();
    await room.publish();
    await room.subscribe();
    const { janus } = room;
    expect(janus.handles.size).toBe(3);
    await end(room);
    // The one that makes rooms stays.
    await until(() => janus.handles.size === 1 && janus.rooms.size === 0);
  });

  it('leaves nothing of a subscription in Janus when it ends, and the stream goes on', async () => {
    await using room = await RoutedRoom.open();
    await room.publish();
    await room.subscribe();
    const { janus, bob } = room;
    await bob.request({ kind: 'subscriber-delete', ...bobs });
    await until(() => janus.handles.size === 2);
    expect(janus.rooms.size).toBe(1);
  });

  it('keeps others out of its rooms', async () => {
    await using room = await RoutedRoom.open();
    await room.publish();
    const [, create] = room.janus.asked('create').filter(({ body }) => body !== undefined);
    expect(create?.body).toMatchObject({ is_private: true, publishers: 1 });
    for (const name of ['pin', 'secret']) expect(create?.body?.[name]).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('without a media router', () => {
  it('routed sessions are refused if that is wanted, however they are asked for', async () => {
    const projects = [{ apiKey: '100', secret: 'secret' }];
    await using routed = await RoutedRoom.open({ projects });
    await using server = await createSessionServer({ withoutRouter: 'reject', projects });
    await expect(server.createSession({ mediaMode: 'routed' })).rejects.toMatchObject({
      code: 'not-offered',
      message: 'mediaMode routed: the server has no media router, see the option router',
    });
    // Made by another server of the same projects.
    const token = await routed.server.generateToken(routed.sessionId);
    expect(await fetchSessionInfo(server, routed.sessionId, token)).toBe(503);
    const { sessionId } = await server.createSession();
    await RawClient.join(server, sessionId);
  });
});
