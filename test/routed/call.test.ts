import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Session } from '../../lib/index.js';
import type { SessionEvents } from '../../lib/client/session-events.js';
import { expectAudio, expectMedia, expectVideo, receivedCodec } from './helpers/media.js';
import { RoutedCall, streamIn } from './helpers/routed-call.js';

const next = <Name extends keyof SessionEvents>(
  session: Session,
  name: Name,
): Promise<SessionEvents[Name]> =>
  new Promise((resolve) => {
    session.once(name, resolve);
  });

describe('a routed session of native clients', () => {
  let call: RoutedCall;
  let ann: Session;
  let bob: Session;
  let cleo: Session;

  beforeAll(async () => {
    call = await RoutedCall.open();
    [ann, bob, cleo] = [
      await call.join(),
      await call.join({ role: 'moderator' }),
      await call.join(),
    ];
  });
  afterAll(() => call[Symbol.asyncDispose]());

  it('carries video and audio of one to two others, over one peer connection of the publisher', async () => {
    const publisher = await call.publish(ann);
    const subscribers = [
      await call.subscribe(bob, await streamIn(bob)),
      await call.subscribe(cleo, await streamIn(cleo)),
    ];
    await expectMedia(...subscribers);
    expect(await publisher.getRtcStatsReport()).toHaveLength(1);
    await ann.unpublish(publisher);
    await vi.waitUntil(() => bob.streams.length + cleo.streams.length === 0);
  });

  it('carries three streams to everybody', async () => {
    const sessions = [ann, bob, cleo];
    const publishers = await Promise.all(sessions.map((session) => call.publish(session)));
    await vi.waitUntil(() => sessions.every(({ streams }) => streams.length === 2));
    const subscribers = await Promise.all(
      sessions.flatMap((session) =>
        session.streams.map((stream) => call.subscribe(session, stream)),
      ),
    );
    expect(subscribers).toHaveLength(6);
    await expectMedia(...subscribers);
    await Promise.all(
      sessions.map((session, at) => session.unpublish(publishers[at] ?? expect.unreachable())),
    );
    await vi.waitUntil(() => sessions.every(({ streams }) => streams.length === 0));
  });

  it('carries a stream to its own publisher', async () => {
    const publisher = await call.publish(ann);
    const subscriber = await call.subscribe(ann, publisher.stream ?? expect.unreachable());
    await expectMedia(subscriber);
    await ann.unpublish(publisher);
  });

  it.each(['vp8', 'vp9', 'h264', 'av1'] as const)('carries %s', async (codec) => {
    const publisher = await call.publish(ann, { preferredVideoCodecs: [codec] });
    const subscriber = await call.subscribe(bob, await streamIn(bob));
    await expectVideo(subscriber);
    expect(await receivedCodec(subscriber)).toBe(`video/${codec.toUpperCase()}`);
    await ann.unpublish(publisher);
    await vi.waitUntil(() => bob.streams.length === 0);
  });

  it('mutes and unmutes, by the publisher and by the subscriber, over the same peer connections', async () => {
    const publisher = await call.publish(ann);
    const subscriber = await call.subscribe(bob, await streamIn(bob));
    await expectMedia(subscriber);
    const ended = vi.fn();
    subscriber.on('streamDisconnected', ended);
    const happened = (name: 'videoDisabled' | 'videoEnabled') =>
      new Promise((resolve) => {
        subscriber.once(name, resolve);
      });

    const muted = happened('videoDisabled');
    publisher.publishVideo = false;
    expect(await muted).toEqual({ reason: 'publishVideo' });
    const unmuted = happened('videoEnabled');
    publisher.publishVideo = true;
    await unmuted;
    await expectVideo(subscriber);

    subscriber.subscribeToVideo = false;
    await expectAudio(subscriber);
    subscriber.subscribeToVideo = true;
    await expectVideo(subscriber);
    expect(ended).not.toHaveBeenCalled();
    await ann.unpublish(publisher);
  });

  it('goes on after a publisher and a subscriber have restarted ICE', async () => {
    const publisher = await call.publish(ann);
    const subscriber = await call.subscribe(bob, await streamIn(bob));
    await expectMedia(subscriber);
    ann.networkChanged();
    bob.networkChanged();
    await expectMedia(subscriber);
    await ann.unpublish(publisher);
  });

  it('tells everybody when a moderator ends a stream, and then a connection', async () => {
    const publisher = await call.publish(cleo);
    const stream = await streamIn(bob);
    const subscriber = await call.subscribe(bob, stream);
    await expectMedia(subscriber);
    const dropped = next(bob, 'streamDropped');
    await bob.forceUnpublish(stream);
    expect(await dropped).toMatchObject({ reason: 'forceUnpublished' });

    await call.publish(cleo);
    const again = await call.subscribe(bob, await streamIn(bob));
    await expectMedia(again);
    const gone = next(bob, 'connectionDropped');
    await bob.forceDisconnect(again.stream.connection);
    expect(await gone).toMatchObject({ reason: 'forceDisconnected' });
    expect(publisher.stream).toBeUndefined();
    expect(bob.streams).toEqual([]);
  });
});
