import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { CustomAudioSource } from '../../lib/media/sources/custom-audio-source.js';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { VideoFrame } from '../../lib/media/frames/video-frame.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { logSubscriber } from '../helpers/rigs/event-log.js';
import { FakeFrame } from '../helpers/fakes/fake-frame.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

const width = 4;
const height = 2;
const picture = (luma: number): VideoFrame =>
  VideoFrame.fromI420(width, height, new Uint8Array(12).fill(luma), { timestampUs: luma });

describe('receiving', () => {
  let room: SessionRoom;
  let ann: Member;
  let bob: Member;
  let video: CustomVideoSource;
  let audio: CustomAudioSource;
  let publisher: Publisher;
  let subscriber: Subscriber;
  let openBefore: number;

  beforeEach(async () => {
    openBefore = FakeFrame.open;
    room = await SessionRoom.open();
    ann = await room.join();
    bob = await room.join();
    video = new CustomVideoSource({ width, height });
    audio = new CustomAudioSource({ sampleRate: 48_000, channels: 2 });
    publisher = new Publisher(room.context, { video, audio });
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    subscriber = new Subscriber(room.context, stream);
    await bob.session.subscribe(subscriber);
  });
  afterEach(async () => {
    await room[Symbol.asyncDispose]();
    expect(FakeFrame.open).toBe(openBefore);
  });

  it('hands frames to listeners and closes them when the listener returns', () => {
    const frames: VideoFrame[] = [];
    const times: number[] = [];
    expect(video.push(picture(1))).toBe(false);
    subscriber.on('frame', (frame) => {
      expect(frame.closed).toBe(false);
      expect([frame.width, frame.height, frame.timestampUs]).toEqual([
        width,
        height,
        frame.planes[0]?.data[0],
      ]);
      frames.push(frame);
      times.push(frame.timestampUs);
    });
    expect(video.push(picture(2))).toBe(true);
    expect(video.push(picture(3))).toBe(true);
    expect(times).toEqual([2, 3]);
    expect(frames.map(({ closed }) => closed)).toEqual([true, true]);
    expect(() => frames[0]?.width).toThrow('retain()');
    expect(subscriber.frameStats).toEqual({ delivered: 2, dropped: 0 });
  });

  it('opens a sink only while somebody listens', () => {
    const listener = (): void => undefined;
    const pushed = (): boolean => video.push(picture(1));
    expect(pushed()).toBe(false);
    subscriber.on('frame', listener);
    expect(pushed()).toBe(true);
    subscriber.off('frame', listener);
    expect(pushed()).toBe(false);
    subscriber.once('frame', listener);
    expect(pushed()).toBe(true);
    expect(pushed()).toBe(false);
    const frames = subscriber.frames();
    expect(pushed()).toBe(true);
    void frames.return();
    expect(pushed()).toBe(false);
  });

  it('lets a listener keep a frame', () => {
    let kept: VideoFrame | undefined;
    subscriber.once('frame', (frame) => (kept = frame.retain()));
    video.push(picture(7));
    expect(kept?.closed).toBe(false);
    expect([...(kept?.toI420Buffer() ?? [])]).toEqual(Array(12).fill(7));
    kept?.close();
  });

  it('passes a received frame on without copying it', () => {
    const luma: number[] = [];
    const echo = new CustomVideoSource({ width, height });
    subscriber.on('frame', (frame) => {
      expect(echo.push(frame)).toBe(false);
      luma.push(frame.timestampUs);
    });
    video.push(picture(5));
    expect(luma).toEqual([5]);
  });

  it('frames() gives the newest to a slow loop, counts the rest, and closes each in its turn', async () => {
    const frames = subscriber.frames();
    for (const luma of [1, 2, 3]) video.push(picture(luma));
    expect(frames.dropped).toBe(2);
    const first = await frames.next();
    expect(first.value?.timestampUs).toBe(3);
    video.push(picture(4));
    const second = await frames.next();
    expect(first.value?.closed).toBe(true);
    expect(second.value?.closed).toBe(false);
    await frames.return();
    expect(second.value?.closed).toBe(true);
  });

  it('frames() keeps up to its capacity, in order', async () => {
    const frames = subscriber.frames({ capacity: 3 });
    for (const luma of [1, 2, 3, 4]) video.push(picture(luma));
    const seen: number[] = [];
    for await (const frame of frames) {
      seen.push(frame.timestampUs);
      if (frame.timestampUs === 4) break;
    }
    expect(seen).toEqual([2, 3, 4]);
    expect(() => subscriber.frames({ capacity: 5 })).toThrow(
      new RangeError('options.capacity must be an integer from 1 to 4, got 5'),
    );
  });

  it('frames() ends with the stream, with the subscriber, and with its signal', async () => {
    const controller = new AbortController();
    const byStream = subscriber.frames();
    const bySignal = subscriber.frames({ signal: controller.signal });
    video.push(picture(1));
    controller.abort();
    expect((await bySignal.next()).done).toBe(true);
    await ann.session.unpublish(publisher);
    await bob.log.until('streamDropped');
    expect((await byStream.next()).done).toBe(true);
    const byDispose = subscriber.frames();
    subscriber.dispose();
    expect((await byDispose.next()).done).toBe(true);
    expect((await subscriber.frames().next()).done).toBe(true);
  });

  it('frames() and snapshot() end, too, if the stream is gone before it can be subscribed to', async () => {
    const { stream } = subscriber;
    await ann.session.unpublish(publisher);
    await bob.log.until('streamDropped');
    const late = new Subscriber(room.context, stream);
    const frame = late.frames().next();
    const snapshot = expect(late.snapshot()).rejects.toMatchObject({ code: 1606 });
    await expect(bob.session.subscribe(late)).rejects.toMatchObject({ code: 1604 });
    expect((await frame).done).toBe(true);
    await snapshot;
  });

  it('frames() leaves the frame in hand open when the stream ends under it', async () => {
    const frames = subscriber.frames();
    video.push(picture(1));
    const { value: frame } = await frames.next();
    await ann.session.unpublish(publisher);
    await bob.log.until('streamDropped');
    expect(frame?.closed).toBe(false);
    expect((await frames.next()).done).toBe(true);
    expect(frame?.closed).toBe(true);
  });

  it("snapshot() is the next frame, the caller's to close", async () => {
    const snapshot = subscriber.snapshot();
    video.push(picture(9));
    using frame = await snapshot;
    expect(frame.timestampUs).toBe(9);
    expect(frame.closed).toBe(false);
  });

  it("snapshot() fails with 1606 when the subscription ends, and with its signal's reason", async () => {
    const ended = expect(subscriber.snapshot()).rejects.toMatchObject({
      code: ErrorCode.SubscriberPeerConnectionNotConnected,
    });
    const controller = new AbortController();
    const aborted = expect(subscriber.snapshot({ signal: controller.signal })).rejects.toThrow(
      'enough',
    );
    controller.abort(new Error('enough'));
    await aborted;
    await bob.session.unsubscribe(subscriber);
    await ended;
    expect(subscriber.id).toBeUndefined();
  });

  it('snapshot() is 1606 at once if there cannot be a frame: the stream has no video, or is over', async () => {
    const silent = new Publisher(room.context, { video: false, audio: new CustomAudioSource() });
    const audioOnly = new Subscriber(room.context, await ann.session.publish(silent));
    const code = ErrorCode.SubscriberPeerConnectionNotConnected;
    await expect(audioOnly.snapshot()).rejects.toMatchObject({ code, source: 'subscriber' });
    await bob.session.unsubscribe(subscriber);
    await expect(subscriber.snapshot()).rejects.toMatchObject({ code, source: 'subscriber' });

    // Subscribed again, there may be one again.
    await bob.session.subscribe(subscriber);
    const snapshot = subscriber.snapshot();
    video.push(picture(7));
    using frame = await snapshot;
    expect(frame.timestampUs).toBe(7);
  });

  it('audio() that nobody reads keeps the newest 50 pieces, and delivers them after the end', async () => {
    const unread = subscriber.audio();
    for (let piece = 1; piece <= 60; piece += 1) void audio.push(new Int16Array(960).fill(piece));
    await bob.session.unsubscribe(subscriber);
    const first: (number | undefined)[] = [];
    for await (const { samples } of unread) first.push(samples[0]);
    expect(first).toEqual(Array.from({ length: 50 }, (_, index) => index + 11));
  });

  it('hands audio to listeners and to audio()', async () => {
    const heard: number[] = [];
    subscriber.on('audioData', ({ samples, sampleRate, channels, frames }) => {
      expect([sampleRate, channels, frames]).toEqual([48_000, 2, 480]);
      heard.push(samples[0] ?? NaN);
    });
    const queue = subscriber.audio();
    await expect(audio.push(new Int16Array(960).fill(11))).resolves.toBe(480);
    expect(heard).toEqual([11]);
    for await (const { samples } of queue) {
      expect(samples[0]).toBe(11);
      break;
    }
  });

  it('clamps the volume and applies it to the track', () => {
    expect(subscriber.audioVolume).toBe(100);
    subscriber.audioVolume = 150;
    expect(subscriber.audioVolume).toBe(100);
    subscriber.audioVolume = -1;
    expect(subscriber.audioVolume).toBe(0);
    expect([...room.engine.volumes.values()]).toEqual([0]);
    expect(() => (subscriber.audioVolume = 'loud' as never)).toThrow(
      new TypeError('audioVolume must be a number, got "loud"'),
    );
  });

  it('a muted publisher sends nothing', async () => {
    subscriber.on('frame', () => undefined);
    expect(video.push(picture(1))).toBe(true);
    publisher.publishVideo = false;
    await bob.log.until('streamHasVideoChanged');
    expect(video.push(picture(2))).toBe(false);
    publisher.publishVideo = true;
    await bob.log.until('streamHasVideoChanged', ({ hasVideo }) => hasVideo);
    expect(video.push(picture(3))).toBe(true);
  });

  it('a publisher that is muted before it is published sends nothing until it is unmuted', async () => {
    const source = new CustomVideoSource({ width, height });
    const muted = new Publisher(room.context, { name: 'muted', video: source });
    muted.publishVideo = false;
    await ann.session.publish(muted);
    const { stream } = await bob.log.until(
      'streamReceived',
      (event) => event.stream.name === 'muted',
    );
    const watcher = new Subscriber(room.context, stream);
    watcher.on('frame', () => undefined);
    await bob.session.subscribe(watcher);
    expect(source.push(picture(1))).toBe(false);
    muted.publishVideo = true;
    await bob.log.until('streamHasVideoChanged');
    expect(source.push(picture(2))).toBe(true);
  });

  it('subscribeToVideo = false is `videoDisabled` with its own reason', () => {
    const log = logSubscriber(subscriber);
    subscriber.subscribeToVideo = false;
    subscriber.subscribeToVideo = false;
    subscriber.subscribeToVideo = true;
    expect(log.entries).toEqual([
      { name: 'videoDisabled', payload: { reason: 'subscribeToVideo' } },
      { name: 'videoEnabled', payload: { reason: 'subscribeToVideo' } },
    ]);
    expect(() => (subscriber.subscribeToVideo = 1 as never)).toThrow(
      new TypeError('subscribeToVideo must be true or false, got 1'),
    );
  });

  it('what is not subscribed to is neither seen nor heard, even if it still comes', () => {
    let frames = 0;
    let sounds = 0;
    subscriber.on('frame', () => (frames += 1));
    subscriber.on('audioData', () => (sounds += 1));
    const push = (): void => {
      video.push(picture(1));
      void audio.push(new Int16Array(960));
    };
    push();
    subscriber.subscribeToVideo = false;
    subscriber.subscribeToAudio = false;
    push();
    expect([frames, sounds]).toEqual([1, 1]);
    expect([...room.engine.volumes.values()]).toEqual([0]);
    subscriber.subscribeToVideo = true;
    subscriber.subscribeToAudio = true;
    push();
    expect([frames, sounds]).toEqual([2, 2]);
    expect([...room.engine.volumes.values()]).toEqual([100]);
  });

  it('an exception in a listener neither stops the others nor the stream', () => {
    const uncaught: unknown[] = [];
    const onUncaught = (error: unknown): void => void uncaught.push(error);
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException').on('uncaughtException', onUncaught);
    const seen: number[] = [];
    subscriber.on('frame', () => {
      throw new Error('in a listener');
    });
    subscriber.on('frame', ({ timestampUs }) => seen.push(timestampUs));
    video.push(picture(1));
    video.push(picture(2));
    expect(seen).toEqual([1, 2]);
    return new Promise<void>((resolve) => {
      setImmediate(() => {
        process.off('uncaughtException', onUncaught);
        for (const listener of listeners) process.on('uncaughtException', listener);
        expect(uncaught).toHaveLength(2);
        resolve();
      });
    });
  });

  it('unsubscribe ends it for the publisher too', async () => {
    subscriber.on('frame', () => undefined);
    await bob.session.unsubscribe(subscriber);
    expect(video.push(picture(1))).toBe(false);
    await bob.session.subscribe(subscriber);
    expect(video.push(picture(2))).toBe(true);
  });
});
