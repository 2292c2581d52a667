import { describe, expect, it } from 'vitest';
import { RoutedRoom } from '../../../helpers/rigs/routed-room.js';
import { until } from '../../../helpers/until.js';

const bobs = { streamId: 's1', subscriberId: 'b1' };

/** Tries again at once, so that nobody waits. */
const timers = { routerRetryMs: 1 };

/** Resolves when the server has said so. */
function routerChanged({ server }: RoutedRoom, wanted: boolean): Promise<void> {
  return new Promise((resolve) => {
    server.events.on('routerChanged', ({ isUp }) => {
      if (isUp === wanted) resolve();
    });
  });
}

async function health({ server }: RoutedRoom): Promise<unknown> {
  return (await fetch(`${server.url}/health`)).json();
}

describe('when the connection to Janus is lost', () => {
  it('its session is claimed, and clients hear nothing of it', async () => {
    await using room = await RoutedRoom.open({ timers });
    const { janus, ann, bob } = room;
    const peer = await room.publish();
    await room.subscribe();
    const before = [ann.kinds, bob.kinds];
    const back = routerChanged(room, true);
    janus.cut();
    await back;
    expect(janus.asked('claim')).toHaveLength(1);
    await Promise.all([ann.settle(), bob.settle()]);
    expect([ann.kinds, bob.kinds]).toEqual(before);
    // It works on.
    expect(await room.offer(peer)).toBe(200);
    await ann.next('answer');
    await bob.request({ kind: 'subscriber-delete', ...bobs });
    await until(() => janus.handles.size === 2);
  });

  it('what ended meanwhile is taken out of Janus afterwards', async () => {
    await using room = await RoutedRoom.open({ timers });
    const { janus, ann } = room;
    await room.publish();
    await room.subscribe();
    const lost = routerChanged(room, false);
    janus.silent = true;
    janus.cut();
    await lost;
    await ann.request({ kind: 'stream-delete', streamId: 's1' });
    expect(janus.handles.size).toBe(3);
    janus.silent = false;
    janus.cut();
    await until(() => janus.handles.size === 1 && janus.rooms.size === 0);
  });

  it('a negotiation that was under way begins anew', async () => {
    await using room = await RoutedRoom.open({ timers });
    const { janus, ann, bob } = room;
    const peer = await room.askToPublish();
    janus.intercept = ({ body }) => {
      if (body?.request !== 'publish') return false;
      janus.intercept = () => false;
      janus.cut();
      return true;
    };
    expect(await room.offer(peer)).toBe(200);
    expect(await room.offerAgain()).not.toEqual(peer);
    await bob.next('stream-created');
    expect(ann.kinds.filter((kind) => kind === 'answer')).toHaveLength(1);
  });

  it('new streams wait for it, and are refused after timers.mediaMs', async () => {
    await using room = await RoutedRoom.open({ timers: { ...timers, mediaMs: 50 } });
    const { janus, ann } = room;
    const lost = routerChanged(room, false);
    janus.silent = true;
    janus.cut();
    await lost;
    const stream = { name: '', audioFallbackEnabled: false, channels: [] };
    const publish = { kind: 'stream-create', streamId: 's1', stream } as const;
    expect((await ann.request(publish)).status).toBe(504);
    expect(await health(room)).toEqual({ status: 'ok', router: 'down' });
    const back = routerChanged(room, true);
    janus.silent = false;
    janus.cut();
    await back;
    expect(await health(room)).toEqual({ status: 'ok', router: 'up' });
    expect((await ann.request(publish)).status).toBe(200);
  });
});

describe('when Janus has nothing of before', () => {
  it.each([
    ['it was started again', {}],
    ['it keeps no sessions', { reclaim: false }],
  ])('because %s, everybody negotiates again over the same objects', async (_what, options) => {
    await using room = await RoutedRoom.open({ timers }, options);
    const { janus, ann, bob } = room;
    const peers = [await room.publish(), await room.subscribe()];
    if ('reclaim' in options) janus.cut();
    else janus.restart();
    const again = [await room.offerAgain(), await room.answer()];
    for (const peer of peers) expect(again).not.toContainEqual(peer);
    await ann.settle();
    expect(ann.kinds.filter((kind) => kind === 'stream-created')).toHaveLength(1);
    expect(bob.kinds).not.toContain('stream-deleted');
    expect(janus.asked('start')).toHaveLength(2);
  });

  it('offers of before are not taken for new ones', async () => {
    await using room = await RoutedRoom.open({ timers });
    const { janus } = room;
    const before = await room.publish();
    janus.restart();
    await room.ann.next('generate-offer');
    expect(await room.offer(before)).toBe(200);
    expect(janus.asked('publish')).toHaveLength(1);
  });

  it('a stream that has ended is not negotiated again', async () => {
    await using room = await RoutedRoom.open({ timers });
    const { janus, ann } = room;
    await room.publish();
    const lost = routerChanged(room, false);
    janus.silent = true;
    janus.restart();
    await lost;
    await ann.request({ kind: 'stream-delete', streamId: 's1' });
    const back = routerChanged(room, true);
    janus.silent = false;
    janus.cut();
    await back;
    await ann.settle();
    expect(ann.kinds.filter((kind) => kind === 'generate-offer')).toHaveLength(1);
  });
});

describe('when a peer connection ends in Janus', () => {
  it('the publisher is asked again, and then its subscribers get another offer', async () => {
    await using room = await RoutedRoom.open({ timers });
    await room.publish();
    await room.subscribe();
    const { janus } = room;
    janus.say(janus.publisher, { janus: 'hangup', reason: 'ICE failed' });
    await room.offerAgain();
    await room.answer();
    await until(() => janus.handles.size === 3 && janus.rooms.size === 1);
  });

  it('a subscriber gets another offer, and the publisher hears nothing', async () => {
    await using room = await RoutedRoom.open({ timers });
    await room.publish();
    const before = await room.subscribe();
    const { janus, ann } = room;
    const kinds = ann.kinds;
    janus.say(janus.subscriber, { janus: 'hangup', reason: 'ICE failed' });
    expect(await room.answer()).not.toEqual(before);
    expect(ann.kinds).toEqual(kinds);
    await until(() => janus.handles.size === 3);
  });

  it('because its client closed it, nothing is done', async () => {
    await using room = await RoutedRoom.open({ timers });
    await room.publish();
    const { janus, ann } = room;
    janus.say(janus.publisher, { janus: 'hangup', reason: 'DTLS alert' });
    janus.say(janus.publisher, { janus: 'slowlink' });
    await ann.settle();
    expect(ann.kinds.filter((kind) => kind === 'generate-offer')).toHaveLength(1);
  });

  it('again and again, it is given up', async () => {
    await using room = await RoutedRoom.open({ timers });
    await room.publish();
    const { janus, ann } = room;
    for (let count = 0; count < 5; count++) {
      janus.say(janus.publisher, { janus: 'hangup', reason: 'ICE failed' });
      await room.offerAgain();
      await until(() => janus.rooms.size === 1);
    }
    janus.say(janus.publisher, { janus: 'hangup', reason: 'ICE failed' });
    await ann.settle();
    expect(ann.kinds.filter((kind) => kind === 'generate-offer')).toHaveLength(6);
  });
});

describe('what Janus does not do', () => {
  it('refuses a description: 400 with its reason, and the client can try again', async () => {
    await using room = await RoutedRoom.open({ timers });
    const { janus, bob } = room;
    const peer = await room.askToPublish();
    janus.refuses = true;
    expect(await room.offer(peer)).toBe(400);
    janus.refuses = false;
    expect(await room.offer(peer)).toBe(200);
    await bob.next('stream-created');
  });

  it('does not answer: the stream is refused, and the connection tried again', async () => {
    await using room = await RoutedRoom.open({
      timers: { ...timers, routerRequestMs: 30, routerKeepAliveMs: 30 },
    });
    const { janus, ann } = room;
    const lost = routerChanged(room, false);
    const stream = { name: '', audioFallbackEnabled: false, channels: [] };
    const publish = { kind: 'stream-create', streamId: 's1', stream } as const;
    janus.silent = true;
    expect((await ann.request(publish)).status).toBe(503);
    await lost;
    janus.silent = false;
    await routerChanged(room, true);
    expect((await ann.request(publish)).status).toBe(200);
  });

  it('keeps the server from closing', async () => {
    await using room = await RoutedRoom.open({ timers });
    await room.publish();
    const { janus, server } = room;
    janus.silent = true;
    janus.cut();
    await server.close();
    expect((await room.ann.closed).code).toBe(1001);
  });
});
