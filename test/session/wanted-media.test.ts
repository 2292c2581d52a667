import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CustomAudioSource } from '../../lib/media/sources/custom-audio-source.js';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { VideoFrame } from '../../lib/media/frames/video-frame.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import type { SubscriberOptions } from '../../lib/client/subscribing/subscriber-options.js';
import type { TrackKind } from '../../lib/media/engine.js';
import type { FakeSender } from '../helpers/fakes/fake-peer-connection.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';
import { until } from '../helpers/until.js';

const picture = (width: number, height: number): VideoFrame =>
  VideoFrame.fromI420(width, height, new Uint8Array((width * height * 3) / 2));

describe('a relayed publisher sends what its subscribers want', () => {
  let room: SessionRoom;
  let ann: Member;
  let bob: Member;
  let video: CustomVideoSource;
  let audio: CustomAudioSource;
  let publisher: Publisher;

  beforeEach(async () => {
    room = await SessionRoom.open();
    ann = await room.join();
    bob = await room.join();
    video = new CustomVideoSource({ width: 640, height: 360 });
    audio = new CustomAudioSource();
    publisher = new Publisher(room.context, { video, audio });
    await ann.session.publish(publisher);
    await bob.log.until('streamReceived');
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const subscribe = async (options: SubscriberOptions = {}): Promise<Subscriber> => {
    const [stream] = bob.session.streams;
    if (!stream) throw new Error('there is no stream');
    const subscriber = new Subscriber(room.context, stream, options);
    await bob.session.subscribe(subscriber);
    return subscriber;
  };

  /** What the publisher sends to the newest subscriber. */
  const sending = (kind: TrackKind = 'video'): FakeSender => {
    const sender = room.engine.connections.findLast(({ senders }) => senders.size > 0);
    const found = sender?.senders.get(kind);
    if (!found) throw new Error('nothing is sent');
    return found;
  };
  const isSending = (kind: TrackKind = 'video'): boolean =>
    sending(kind).active && sending(kind).track !== null;

  it('no video to one that has switched it off, and again when it is on', async () => {
    const subscriber = await subscribe();
    subscriber.on('frame', () => undefined);
    expect(isSending()).toBe(true);
    subscriber.subscribeToVideo = false;
    await until(() => !isSending());
    await until(() => sending().track === null);
    expect(sending().active).toBe(false);
    expect(isSending('audio')).toBe(true);
    subscriber.subscribeToVideo = true;
    await until(() => isSending());
  });

  it('no audio to one that has switched that off', async () => {
    const subscriber = await subscribe();
    subscriber.subscribeToAudio = false;
    await until(() => !isSending('audio'));
    subscriber.subscribeToAudio = true;
    await until(() => isSending('audio'));
  });

  it('nothing of a kind that is not wanted from the beginning', async () => {
    const subscriber = await subscribe({ subscribeToVideo: false });
    await until(() => sending().track === null);
    subscriber.subscribeToVideo = true;
    await until(() => isSending());
  });

  it('no video that nobody reads, until somebody does', async () => {
    const subscriber = await subscribe({ unreadVideoMs: 20 });
    await until(() => sending().track === null);
    expect(sending().active).toBe(false);
    const listener = (): void => undefined;
    subscriber.on('frame', listener);
    await until(() => isSending());
    subscriber.off('frame', listener);
    await until(() => sending().track === null);
    const snapshot = subscriber.snapshot();
    await until(() => isSending());
    video.push(picture(640, 360));
    (await snapshot).close();
    await until(() => sending().track === null);
  });

  it('to each subscriber what that one wants', async () => {
    const first = await subscribe();
    first.on('frame', () => undefined);
    const ofFirst = sending();
    const carol = await room.join();
    const [stream] = carol.session.streams;
    if (!stream) throw new Error('there is no stream');
    const second = new Subscriber(room.context, stream, { subscribeToVideo: false });
    await carol.session.subscribe(second);
    await until(() => sending().track === null);
    expect(sending()).not.toBe(ofFirst);
    expect(ofFirst.active && ofFirst.track !== null).toBe(true);
  });

  it('nothing to anybody while it is muted, whatever they want', async () => {
    const subscriber = await subscribe();
    subscriber.on('frame', () => undefined);
    publisher.publishVideo = false;
    await until(() => sending().track === null);
    subscriber.subscribeToVideo = false;
    publisher.publishVideo = true;
    await until(() => bob.session.streams[0]?.hasVideo === true);
    expect(isSending()).toBe(false);
    subscriber.subscribeToVideo = true;
    await until(() => isSending());
  });

  it('another source that takes the place of one which nobody wants is not sent either', async () => {
    const subscriber = await subscribe({ subscribeToVideo: false });
    await until(() => sending().track === null);
    await publisher.setVideoSource(new CustomVideoSource({ width: 64, height: 36 }));
    expect(sending().track).toBeNull();
    subscriber.subscribeToVideo = true;
    await until(() => isSending());
  });

  it('the size that fits, lying or standing, and follows the source', async () => {
    const subscriber = await subscribe({ preferredResolution: { width: 320, height: 240 } });
    await until(() => sending().parameters.scaleResolutionDownBy === 2);
    subscriber.preferredResolution = { width: 160, height: 90 };
    await until(() => sending().parameters.scaleResolutionDownBy === 4);
    video.push(picture(180, 320));
    await until(() => sending().parameters.scaleResolutionDownBy === 2);
    subscriber.preferredResolution = { width: 4000, height: 4000 };
    await until(() => sending().parameters.scaleResolutionDownBy === 1);
    subscriber.preferredResolution = { width: 90, height: 90 };
    await until(() => (sending().parameters.scaleResolutionDownBy ?? 0) > 3.5);
    subscriber.preferredResolution = undefined;
    await until(() => sending().parameters.scaleResolutionDownBy === 1);
  });

  it('as many frames as are wanted', async () => {
    const subscriber = await subscribe({ preferredFrameRate: 5 });
    await until(() => sending().parameters.maxFramerate === 5);
    subscriber.preferredFrameRate = 12.5;
    await until(() => sending().parameters.maxFramerate === 12.5);
    subscriber.preferredFrameRate = undefined;
    await until(() => sending().parameters.maxFramerate === 60);
  });

  it('a subscriber that subscribes again begins anew', async () => {
    const subscriber = await subscribe({ subscribeToVideo: false });
    await until(() => sending().track === null);
    await bob.session.unsubscribe(subscriber);
    subscriber.subscribeToVideo = true;
    subscriber.on('frame', () => undefined);
    await bob.session.subscribe(subscriber);
    expect(isSending()).toBe(true);
  });
});

describe('a custom source whose frames change their size', () => {
  let room: SessionRoom;
  beforeEach(async () => {
    room = await SessionRoom.open();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  it('is announced once for each change, to the publisher as well', async () => {
    const [ann, bob] = [await room.join(), await room.join()];
    const video = new CustomVideoSource({ width: 320, height: 180 });
    const publisher = new Publisher(room.context, { video, audio: false });
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    const push = (width: number, height: number): void => {
      for (let i = 0; i < 5; i += 1) video.push(picture(width, height));
    };
    push(320, 180);
    push(180, 320);
    await until(() => stream.width === 180 && publisher.stream?.width === 180);
    expect([stream.height, publisher.stream?.height]).toEqual([320, 320]);
    push(320, 180);
    await until(() => stream.width === 320);
    expect(bob.log.payloads('streamDimensionsChanged')).toHaveLength(2);
    expect([video.width, video.height]).toEqual([320, 180]);
  });

  it('is announced as it is at last if it changes faster than the session can be told', async () => {
    const [ann, bob] = [await room.join(), await room.join()];
    const video = new CustomVideoSource({ width: 320, height: 180 });
    await ann.session.publish(new Publisher(room.context, { video, audio: false }));
    const { stream } = await bob.log.until('streamReceived');
    for (let width = 2; width <= 200; width += 2) video.push(picture(width, 100));
    await until(() => stream.width === 200);
    expect(bob.log.payloads('streamDimensionsChanged')).toHaveLength(2);
  });
});
