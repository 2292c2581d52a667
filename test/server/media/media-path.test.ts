import { afterEach, describe, expect, it } from 'vitest';
import { createId, disconnectPacket } from '../../../lib/protocol/index.js';
import type { ClientMessage } from '../../../lib/protocol/index.js';
import type { SessionServer, SessionServerOptions } from '../../../lib/server/index.js';
import { startSessionServer } from '../../../lib/server/create-session-server.js';
import { RelayedMedia } from '../../../lib/server/media/relayed-media.js';
import { toOne } from '../../../lib/server/sessions/effect.js';
import { RequestRejected } from '../../../lib/server/sessions/request-rejected.js';
import { FakeMediaRouter } from '../../helpers/fakes/fake-media-router.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

const publish = { kind: 'stream-create', streamId: 's1', stream: cameraStream } as const;
const offer = { kind: 'offer', streamId: 's1', peer: {}, sdp: 'v=0' } as const;
const signal = (data: string): ClientMessage => ({ kind: 'signal', signalId: 'x', type: '', data });
const subscribe = (subscriberId: string): ClientMessage => ({
  kind: 'subscriber-create',
  streamId: 's1',
  subscriberId,
  connectionId: '',
  channels: [],
});

interface Room {
  readonly server: SessionServer;
  readonly sessionId: string;
  readonly router: FakeMediaRouter;
  readonly ann: RawClient;
  readonly bob: RawClient;
}

const servers: SessionServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Ann and Bob in a routed session, in which the router waits for the test. */
async function openRoom(options: SessionServerOptions = {}): Promise<Room> {
  const routers: FakeMediaRouter[] = [];
  const server = await startSessionServer(options, {
    mediaPaths: {
      relayed: (session) => new RelayedMedia(session),
      routed: (_session, tell) => {
        const router = new FakeMediaRouter(tell);
        routers.push(router);
        return router;
      },
    },
  });
  servers.push(server);
  const { sessionId, mediaMode } = await server.createSession({ mediaMode: 'routed' });
  expect(mediaMode).toBe('routed');
  const ann = await RawClient.join(server, sessionId, { socketId: createId() });
  const bob = await RawClient.join(server, sessionId, { role: 'moderator' });
  const [router] = routers;
  if (router === undefined) throw new Error('the session has no router');
  return { server, sessionId, router, ann, bob };
}

/** Ann's stream, which Bob has been told of. */
async function publishStream({ router, ann, bob }: Room): Promise<void> {
  const published = ann.request(publish);
  (await router.next('publish')).grant();
  await published;
  const negotiated = ann.request(offer);
  (await router.next('offer')).grant();
  await negotiated;
  await bob.next('stream-created');
}

describe('a media router (protocol §10)', () => {
  it('asks the publisher for an offer, answers it, and then the stream is announced', async () => {
    const { router, ann, bob } = await openRoom();
    const published = ann.request(publish);
    (await router.next('publish')).grant();
    expect((await published).status).toBe(200);
    expect((await ann.next('generate-offer')).message).toMatchObject({ streamId: 's1' });
    // Nobody else knows of it before the router has media for them.
    expect((await bob.read()).message.streams).toEqual([]);
    expect((await bob.request(subscribe('b1'))).status).toBe(404);

    const negotiated = ann.request(offer);
    (await router.next('offer')).grant();
    expect((await negotiated).status).toBe(200);
    await bob.next('stream-created');
    expect(ann.kinds).toEqual(['connection-created', 'generate-offer', 'answer', 'stream-created']);
    expect((await bob.read()).message.streams).toHaveLength(1);
  });

  it('makes the offer to a subscriber, and takes its answer and candidates', async () => {
    const room = await openRoom();
    await publishStream(room);
    const { router, bob } = room;
    const subscribed = bob.request(subscribe('b1'));
    (await router.next('subscribe')).grant();
    expect((await subscribed).status).toBe(200);
    expect((await bob.next('offer')).message).toMatchObject({ subscriberId: 'b1' });
    const target = { streamId: 's1', subscriberId: 'b1', peer: {} };
    const answered = bob.request({ kind: 'answer', ...target, sdp: 'v=0' });
    const trickled = bob.request({
      kind: 'candidate',
      ...target,
      ...{ candidate: '', sdpMid: '', sdpMLineIndex: 0 },
    });
    (await router.next('answer')).grant();
    (await router.next('candidate')).grant();
    expect([(await answered).status, (await trickled).status]).toEqual([200, 200]);
  });

  it('can say something unasked', async () => {
    const { router, ann } = await openRoom();
    router.tell({ messages: [toOne(ann.connectionId, offer)] });
    expect((await ann.next('offer')).message).toMatchObject({ streamId: 's1', sdp: 'v=0' });
  });
});

describe('while a media router makes a client wait', () => {
  it('its own requests are answered in order, and those of others at once', async () => {
    const { router, ann, bob } = await openRoom();
    const answered: string[] = [];
    const published = ann.request(publish).then(() => answered.push('publish'));
    const said = ann.request(signal('from Ann')).then(() => answered.push('signal'));
    const asked = await router.next('publish');

    expect((await bob.request(signal('from Bob'))).status).toBe(200);
    expect((await ann.next('signal')).message.data).toBe('from Bob');
    expect((await bob.next('signal')).message.data).toBe('from Bob');
    expect(answered).toEqual([]);

    asked.grant();
    await Promise.all([published, said]);
    expect(answered).toEqual(['publish', 'signal']);
    expect((await bob.next('signal')).message.data).toBe('from Ann');
  });

  it('everybody hears of what happens in one order', async () => {
    const room = await openRoom();
    const { router, ann, bob } = room;
    await publishStream(room);
    const second = ann.request({ ...publish, streamId: 's2' });
    const asked = await router.next('publish');
    await bob.request({ kind: 'stream-delete', streamId: 's1' });
    asked.grant();
    await second;
    const negotiated = ann.request({ ...offer, streamId: 's2' });
    (await router.next('offer')).grant();
    await negotiated;
    await bob.next('stream-created');
    const streams = ({ events }: RawClient): unknown[] =>
      events.map(({ message }) => message.kind).filter((kind) => kind.startsWith('stream-'));
    expect(streams(ann)).toEqual(['stream-created', 'stream-deleted', 'stream-created']);
    expect(streams(bob)).toEqual(streams(ann));
  });

  it('a request that comes again after reconnecting is answered once it is granted', async () => {
    const { server, sessionId, router, ann } = await openRoom();
    const socketId = createId();
    const cleo = await RawClient.join(server, sessionId, { socketId });
    const transactionId = createId();
    void cleo.request(publish, { transactionId }).catch(() => undefined);
    const asked = await router.next('publish');
    await cleo.cut();
    const { connectionId } = cleo;
    const address = { sessionId, apiKey: server.apiKey, connectionId };
    const back = await RawClient.open(server, { ...address, socketId, reconnect: true });
    const again = back.request(publish, { transactionId });
    await back.settle();
    asked.grant();
    expect((await again).status).toBe(200);
    await back.next('generate-offer');
    expect(router.open).toEqual(new Set(['s1']));
    await ann.settle();
  });

  it('DISCONNECT cancels it; what was sent before still counts, and nobody hears of the stream', async () => {
    const { router, ann, bob } = await openRoom();
    void ann.request(publish).catch(() => undefined);
    const asked = await router.next('publish');
    void ann.request(signal('goodbye')).catch(() => undefined);
    void ann.request({ ...publish, streamId: 's2' }).catch(() => undefined);
    ann.send(disconnectPacket());
    expect((await ann.closed).code).toBe(1000);
    expect((await bob.next('signal')).message.data).toBe('goodbye');
    expect((await bob.next('connection-deleted')).message.connectionId).toBe(ann.connectionId);
    expect(asked.signal.aborted).toBe(true);
    // Too late: what it grants is taken back.
    asked.grant();
    (await router.next('publish')).grant();
    await bob.settle();
    expect(router.open).toEqual(new Set());
    expect(router.closedTwice).toEqual([]);
    expect(bob.kinds).toEqual(['signal', 'connection-deleted']);
  });

  it('who is disconnected by a moderator leaves nothing behind', async () => {
    const { router, ann, bob } = await openRoom();
    void ann.request(publish).catch(() => undefined);
    const asked = await router.next('publish');
    const { connectionId } = ann;
    expect((await bob.request({ kind: 'connection-delete', connectionId })).status).toBe(200);
    await ann.closed;
    asked.grant();
    await bob.settle();
    expect(router.open).toEqual(new Set());
    expect(bob.kinds).toEqual(['connection-deleted']);
    // The stream id is free again.
    const published = bob.request(publish);
    (await router.next('publish')).grant();
    expect((await published).status).toBe(200);
  });

  it('whose grace period runs out leaves nothing behind', async () => {
    const { router, ann, bob } = await openRoom({ timers: { graceMs: 20 } });
    void ann.request(publish).catch(() => undefined);
    const asked = await router.next('publish');
    await ann.cut();
    await bob.next('connection-deleted');
    asked.grant();
    await bob.settle();
    expect(router.open).toEqual(new Set());
    expect(bob.kinds).toEqual(['connection-deleted']);
  });

  it('a subscriber gets 404 if the stream goes meanwhile', async () => {
    const room = await openRoom();
    await publishStream(room);
    const { router, ann, bob } = room;
    const subscribed = bob.request(subscribe('b1'));
    const asked = await router.next('subscribe');
    await ann.request({ kind: 'stream-delete', streamId: 's1' });
    expect((await subscribed).status).toBe(404);
    asked.grant();
    await bob.settle();
    expect(router.open).toEqual(new Set());
    expect(router.closedTwice).toEqual([]);
    expect(bob.kinds).not.toContain('offer');
  });

  it('the server closes all the same, and the router with it', async () => {
    const room = await openRoom();
    await publishStream(room);
    const { server, router, ann, bob } = room;
    void bob.request(subscribe('b1')).catch(() => undefined);
    const asked = await router.next('subscribe');
    await server.close();
    expect((await ann.closed).code).toBe(1001);
    expect(asked.signal.aborted).toBe(true);
    asked.grant();
    await Promise.resolve();
    expect(router.open).toEqual(new Set());
    expect(router.closedTwice).toEqual([]);
  });
});

describe('a media router that does not do what it is asked for', () => {
  it.each([
    ['says no', new RequestRejected(409, 'the room is full'), 409],
    ['fails', new Error('socket hang up'), 503],
  ])(
    'and %s: the request is answered with that, and can be made again',
    async (_what, error, code) => {
      const room = await openRoom();
      const { router, ann, bob } = room;
      const rejected = ann.request(publish);
      (await router.next('publish')).fail(error);
      expect((await rejected).status).toBe(code);
      await publishStream(room);

      const alsoRejected = bob.request(subscribe('b1'));
      (await router.next('subscribe')).fail(error);
      expect((await alsoRejected).status).toBe(code);
      const subscribed = bob.request(subscribe('b1'));
      (await router.next('subscribe')).grant();
      expect((await subscribed).status).toBe(200);
      expect(router.open).toEqual(new Set(['s1', 'b1']));
    },
  );

  it('within timers.mediaMs: the request is answered with 504, and a late grant is taken back', async () => {
    const { router, ann, bob } = await openRoom({ timers: { mediaMs: 30 } });
    const late = ann.request(publish);
    const asked = await router.next('publish');
    expect((await late).status).toBe(504);
    expect(asked.signal.aborted).toBe(true);
    asked.grant();
    await ann.settle();
    expect(router.open).toEqual(new Set());
    expect(bob.kinds).toEqual([]);
  });
});

describe('what a media router has granted is closed once', () => {
  it('when its publisher leaves', async () => {
    const room = await openRoom();
    await publishStream(room);
    const { router, ann, bob } = room;
    const subscribed = bob.request(subscribe('b1'));
    (await router.next('subscribe')).grant();
    await subscribed;
    await ann.leave();
    await bob.next('connection-deleted');
    expect(router.open).toEqual(new Set());
    expect(router.closedTwice).toEqual([]);
  });

  it('when its publisher gives up before it is announced, of which nobody hears', async () => {
    const { router, ann, bob } = await openRoom();
    const published = ann.request(publish);
    (await router.next('publish')).grant();
    await published;
    expect((await bob.request({ kind: 'stream-delete', streamId: 's1' })).status).toBe(404);
    expect((await ann.request({ kind: 'stream-delete', streamId: 's1' })).status).toBe(200);
    await bob.settle();
    expect(bob.kinds).toEqual([]);
    expect(router.open).toEqual(new Set());
  });

  it('when its subscriber unsubscribes', async () => {
    const room = await openRoom();
    await publishStream(room);
    const { router, bob } = room;
    const subscribed = bob.request(subscribe('b1'));
    (await router.next('subscribe')).grant();
    await subscribed;
    const target = { streamId: 's1', subscriberId: 'b1' };
    expect((await bob.request({ kind: 'subscriber-delete', ...target })).status).toBe(200);
    expect(router.open).toEqual(new Set(['s1']));
    expect(router.closedTwice).toEqual([]);
  });
});
