import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { CustomAudioSource } from '../../lib/media/sources/custom-audio-source.js';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { logPublisher, logSubscriber } from '../helpers/rigs/event-log.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

describe('streams', () => {
  let room: SessionRoom;
  let ann: Member;
  let bob: Member;

  beforeEach(async () => {
    room = await SessionRoom.open();
    ann = await room.join({ data: 'Ann' });
    bob = await room.join({ data: 'Bob' });
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const makePublisher = (name = 'camera'): Publisher =>
    new Publisher(room.context, {
      name,
      video: new CustomVideoSource({ width: 320, height: 240 }),
      audio: new CustomAudioSource(),
    });

  it('rule 14: publish before `connected` is 1010', async () => {
    const { session, log } = room.member();
    await expect(session.publish(makePublisher())).rejects.toMatchObject({
      code: ErrorCode.SessionDisconnected,
    });
    expect(log.payloads('error')).toMatchObject([{ code: ErrorCode.SessionDisconnected }]);
  });

  it('rule 14: success is `streamCreated`; the others get `streamReceived`', async () => {
    const publisher = makePublisher();
    const published = logPublisher(publisher);
    const stream = await ann.session.publish(publisher);
    expect(published.entries).toEqual([{ name: 'streamCreated', payload: { stream } }]);
    expect(publisher.stream).toBe(stream);
    expect(stream.connection).toBe(ann.session.connection);
    expect(ann.log.names).not.toContain('streamReceived');
    expect(ann.session.streams).toEqual([]);

    const { stream: received } = await bob.log.until('streamReceived');
    expect(received).toMatchObject({
      id: stream.id,
      name: 'camera',
      hasAudio: true,
      hasVideo: true,
      width: 320,
      height: 240,
      videoSourceType: 'custom',
    });
    expect(received.connection.data).toBe('Ann');
    expect(received.connection).toBe(bob.session.connections[0]);
    expect(bob.session.streams).toEqual([received]);
  });

  it('rule 14: unpublish is `streamDestroyed`, and the publisher can be published again', async () => {
    const publisher = makePublisher();
    const published = logPublisher(publisher);
    const first = await ann.session.publish(publisher);
    await ann.session.unpublish(publisher);
    expect(publisher.stream).toBeUndefined();
    const { stream: dropped, reason } = await bob.log.until('streamDropped');
    expect([dropped.id, reason]).toEqual([first.id, 'clientDisconnected']);

    const second = await ann.session.publish(publisher);
    expect(second.id).not.toBe(first.id);
    expect(published.names).toEqual(['streamCreated', 'streamDestroyed', 'streamCreated']);
    await bob.log.until('streamReceived', ({ stream }) => stream.id === second.id);
  });

  it('rule 14: subscribing to your own stream is allowed', async () => {
    const stream = await ann.session.publish(makePublisher());
    const subscriber = new Subscriber(room.context, stream);
    await ann.session.subscribe(subscriber);
    expect(subscriber.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('rule 3: somebody who joins later gets `streamReceived` after all connections', async () => {
    await ann.session.publish(makePublisher('a'));
    await bob.session.publish(makePublisher('b'));
    const { log } = await room.join();
    expect(log.names).toEqual([
      'connected',
      'connectionCreated',
      'connectionCreated',
      'streamReceived',
      'streamReceived',
    ]);
    expect(log.payloads('streamReceived').map(({ stream }) => stream.name)).toEqual(['a', 'b']);
  });

  it('rule 3: streams are dropped before their connection', async () => {
    await ann.session.publish(makePublisher('a'));
    await ann.session.publish(makePublisher('b'));
    await bob.log.until('streamReceived', ({ stream }) => stream.name === 'b');
    bob.log.clear();
    await ann.session.disconnect();
    await bob.log.until('connectionDropped');
    expect(bob.log.names).toEqual(['streamDropped', 'streamDropped', 'connectionDropped']);
  });

  it('rule 6: disconnect() ends publishers and subscribers before `disconnected`', async () => {
    const publisher = makePublisher();
    const stream = await ann.session.publish(publisher);
    const { stream: received } = await bob.log.until('streamReceived');
    const subscriber = new Subscriber(room.context, received);
    await bob.session.subscribe(subscriber);

    const order: string[] = [];
    publisher.on('streamDestroyed', ({ reason }) => order.push(`streamDestroyed ${reason}`));
    ann.session.on('disconnected', () => order.push('disconnected'));
    await ann.session.disconnect();
    expect(order).toEqual(['streamDestroyed clientDisconnected', 'disconnected']);
    expect(publisher.stream).toBeUndefined();
    await bob.log.until('streamDropped', (event) => event.stream.id === stream.id);
    expect(subscriber.id).toBeUndefined();
  });

  it('rule 9: dispose() ends publishers silently; they can be published elsewhere', async () => {
    const publisher = makePublisher();
    const published = logPublisher(publisher);
    await ann.session.publish(publisher);
    ann.session.dispose();
    expect(publisher.stream).toBeUndefined();
    await bob.log.until('streamDropped');
    await bob.session.publish(publisher);
    expect(published.names).toEqual(['streamCreated', 'streamCreated']);
  });

  it('rule 15: an unknown publisher is 1113, an unknown subscriber 1112', async () => {
    const publisher = makePublisher();
    await expect(ann.session.unpublish(publisher)).rejects.toMatchObject({
      code: ErrorCode.SessionPublisherNotFound,
    });
    const stream = await ann.session.publish(publisher);
    await expect(bob.session.unpublish(publisher)).rejects.toMatchObject({
      code: ErrorCode.SessionPublisherNotFound,
    });
    await expect(
      bob.session.unsubscribe(new Subscriber(room.context, stream)),
    ).rejects.toMatchObject({ code: ErrorCode.SessionSubscriberNotFound });
  });

  it('rule 15: a disposed publisher is 2003, a disposed subscriber 2004', async () => {
    const publisher = makePublisher();
    publisher.dispose();
    await expect(ann.session.publish(publisher)).rejects.toMatchObject({
      code: ErrorCode.UnknownPublisherInstance,
      source: 'publisher',
    });
    const stream = await ann.session.publish(makePublisher());
    const subscriber = new Subscriber(room.context, stream);
    subscriber.dispose();
    await expect(ann.session.subscribe(subscriber)).rejects.toMatchObject({
      code: ErrorCode.UnknownSubscriberInstance,
      source: 'subscriber',
    });
  });

  it('rule 15: subscribing to a stream that is gone is 1604', async () => {
    const publisher = makePublisher();
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    await ann.session.unpublish(publisher);
    await bob.log.until('streamDropped');
    const subscriber = new Subscriber(room.context, stream);
    const log = logSubscriber(subscriber);
    await expect(bob.session.subscribe(subscriber)).rejects.toMatchObject({
      code: ErrorCode.SubscriberServerCannotFindStream,
    });
    // A failure of the subscriber is raised there, not by the session.
    expect(log.payloads('error')).toMatchObject([{ source: 'subscriber' }]);
    expect(bob.log.names).not.toContain('error');
  });

  it('rule 16: mute by the publisher, at the others and at their subscribers', async () => {
    const publisher = makePublisher();
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    const subscriber = new Subscriber(room.context, stream);
    const log = logSubscriber(subscriber);
    await bob.session.subscribe(subscriber);

    publisher.publishVideo = false;
    await bob.log.until('streamHasVideoChanged');
    expect(stream.hasVideo).toBe(false);
    expect(log.payloads('videoDisabled')).toEqual([{ reason: 'publishVideo' }]);
    publisher.publishVideo = true;
    publisher.publishAudio = false;
    await bob.log.until('streamHasAudioChanged');
    expect(bob.log.payloads('streamHasVideoChanged')).toEqual([
      { stream, hasVideo: false },
      { stream, hasVideo: true },
    ]);
    expect(bob.log.payloads('streamHasAudioChanged')).toEqual([{ stream, hasAudio: false }]);
    expect(log.names).toEqual(['connected', 'videoDisabled', 'videoEnabled']);
    expect(ann.log.names).not.toContain('streamHasVideoChanged');
  });

  it('rule 16: a publisher that is muted before it is published starts muted', async () => {
    const publisher = makePublisher();
    publisher.publishAudio = false;
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    expect([stream.hasAudio, stream.hasVideo]).toEqual([false, true]);
    publisher.publishAudio = true;
    await bob.log.until('streamHasAudioChanged', ({ hasAudio }) => hasAudio);
  });

  it('rule 17: without a camera publishing is 1650 with the remedy; without a microphone it works', async () => {
    const camera = new Publisher(room.context);
    await expect(ann.session.publish(camera)).rejects.toMatchObject({
      code: ErrorCode.PublisherCannotAccessCamera,
      message: expect.stringContaining('options.video') as string,
    });
    const silent = new Publisher(room.context, { video: new TestPatternVideoSource() });
    const stream = await ann.session.publish(silent);
    expect([stream.hasAudio, stream.hasVideo]).toEqual([false, true]);
  });

  it('rule 16: a subscriber that is made in answer to `videoDisabled` is not told of it as well', async () => {
    const publisher = makePublisher();
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    let told = 0;
    const subscribe = (): Promise<void> => {
      const subscriber = new Subscriber(room.context, stream);
      subscriber.on('videoDisabled', () => {
        told += 1;
        // Not for ever, if it goes wrong.
        if (told < 9) void subscribe();
      });
      return bob.session.subscribe(subscriber);
    };
    await subscribe();
    publisher.publishVideo = false;
    await bob.log.until('streamHasVideoChanged');
    expect(told).toBe(1);
  });

  it('setVideoSource keeps one source open, the last one, however often it is called at once', async () => {
    const made = vi.spyOn(room.engine, 'createTestPatternTrack');
    const open = (): number[] =>
      made.mock.results
        .flatMap(({ type, value }) => (type === 'return' ? [value] : []))
        .flatMap(({ closed }, index) => (closed ? [] : [index]));
    const publisher = makePublisher();
    await ann.session.publish(publisher);
    const sources = [100, 200, 300].map(
      (width) => new TestPatternVideoSource({ width, height: 100 }),
    );
    await Promise.all(sources.map((source) => publisher.setVideoSource(source)));
    expect(open()).toEqual([2]);
    expect(publisher.stream?.width).toBe(300);

    // In the middle of a switch: nobody would ever close what it opened.
    const switching = publisher.setVideoSource(new TestPatternVideoSource());
    const ended = expect(switching).rejects.toMatchObject({ code: 1010 });
    await Promise.resolve();
    await ann.session.unpublish(publisher);
    await ended;
    expect(open()).toEqual([]);
  });

  it('setVideoSource switches the source while live; the others get the new size', async () => {
    const publisher = makePublisher();
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    await publisher.setVideoSource(new TestPatternVideoSource({ width: 640, height: 360 }));
    const changed = await bob.log.until('streamDimensionsChanged');
    expect(changed).toEqual({ stream, width: 640, height: 360 });
    expect([stream.width, stream.height]).toEqual([640, 360]);
  });

  it('setVideoSource before publishing gives video to a publisher that has none', async () => {
    const publisher = new Publisher(room.context, { video: false, audio: new CustomAudioSource() });
    await publisher.setVideoSource(new TestPatternVideoSource({ width: 640, height: 360 }));
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    expect(stream).toMatchObject({ hasAudio: true, hasVideo: true, width: 640, height: 360 });
  });

  it('setVideoSource while published without video is 1500 and says what to do', async () => {
    const made = vi.spyOn(room.engine, 'createTestPatternTrack');
    const publisher = new Publisher(room.context, { video: false, audio: new CustomAudioSource() });
    const stream = await ann.session.publish(publisher);
    await expect(publisher.setVideoSource(new TestPatternVideoSource())).rejects.toMatchObject({
      code: ErrorCode.PublisherUnableToPublish,
      source: 'publisher',
      message: expect.stringContaining('unpublish') as string,
    });
    expect(made).not.toHaveBeenCalled();
    expect(publisher.stream).toBe(stream);

    // The remedy that it names.
    await ann.session.unpublish(publisher);
    await publisher.setVideoSource(new TestPatternVideoSource());
    const again = await ann.session.publish(publisher);
    expect([again.hasAudio, again.hasVideo]).toEqual([true, true]);
  });

  it('setVideoSource to another custom source and back: the frames are those of the one that is set', async () => {
    const first = new CustomVideoSource({ width: 2, height: 2 });
    const second = new CustomVideoSource({ width: 4, height: 2 });
    const push = (source: CustomVideoSource) => {
      const { width, height } = source;
      const data = new Uint8Array(width * height + 2 * Math.ceil(width / 2));
      return source.push({ format: 'i420', width, height, data });
    };
    const publisher = new Publisher(room.context, { video: first, audio: false });
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    const subscriber = new Subscriber(room.context, stream);
    await bob.session.subscribe(subscriber);
    const widths: number[] = [];
    subscriber.on('frame', ({ width }) => widths.push(width));

    expect([push(first), push(second)]).toEqual([true, false]);
    await publisher.setVideoSource(second);
    expect([push(first), push(second)]).toEqual([false, true]);
    await publisher.setVideoSource(first);
    expect([push(first), push(second)]).toEqual([true, false]);
    expect(widths).toEqual([2, 4, 2]);
  });

  it('one publisher is published once at a time: 1500', async () => {
    const publisher = makePublisher();
    const first = ann.session.publish(publisher);
    await expect(ann.session.publish(publisher)).rejects.toMatchObject({
      code: ErrorCode.PublisherUnableToPublish,
    });
    await first;
    await ann.session.unpublish(publisher);
  });

  it('disposing a publisher or subscriber ends it for the others too, without events here', async () => {
    const publisher = makePublisher();
    const published = logPublisher(publisher);
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    const subscriber = new Subscriber(room.context, stream);
    await bob.session.subscribe(subscriber);
    subscriber.dispose();
    publisher.dispose();
    publisher.dispose();
    await bob.log.until('streamDropped');
    expect(published.names).toEqual(['streamCreated']);
    await expect(ann.session.unpublish(publisher)).rejects.toMatchObject({
      code: ErrorCode.SessionPublisherNotFound,
    });
  });

  it('getStats() has an entry for everything published and subscribed', async () => {
    const stream = await ann.session.publish(makePublisher());
    const { stream: received } = await bob.log.until('streamReceived');
    await bob.session.subscribe(new Subscriber(room.context, received));
    const sent = await ann.session.getStats();
    expect(sent.publishers.map(({ streamId }) => streamId)).toEqual([stream.id]);
    expect(sent.publishers[0]?.peers.map(({ connectionId }) => connectionId)).toEqual([
      bob.session.connection?.id,
    ]);
    const got = await bob.session.getStats();
    expect(got.subscribers.map(({ streamId }) => streamId)).toEqual([stream.id]);
  });
});
