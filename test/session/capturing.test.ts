import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context } from '../../lib/index.js';
import { ErrorCode } from '../../lib/common/session-error.js';
import { withEngine } from '../../lib/client/internal.js';
import { CustomAudioSource } from '../../lib/media/sources/custom-audio-source.js';
import { ScreenVideoSource } from '../../lib/media/sources/screen-video-source.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../lib/media/sources/tone-audio-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import type { PublisherOptions } from '../../lib/client/publishing/publisher-options.js';
import { Session } from '../../lib/client/session.js';
import { logPublisher } from '../helpers/rigs/event-log.js';
import { fakeScreen } from '../helpers/fakes/fake-engine.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

describe('a screen that is published', () => {
  let room: SessionRoom;
  let ann: Member;
  let bob: Member;

  beforeEach(async () => {
    room = await SessionRoom.open();
    ann = await room.join();
    bob = await room.join();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const publish = async () => {
    const publisher = new Publisher(room.context, {
      video: new ScreenVideoSource(fakeScreen),
      audio: false,
    });
    const log = logPublisher(publisher);
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    return { publisher, log, stream };
  };
  const lastCapture = () => {
    const capture = room.engine.captures.at(-1);
    if (!capture) throw new Error('nothing is captured');
    return capture;
  };

  it('is announced as one, with its size', async () => {
    const { stream } = await publish();
    expect(stream).toMatchObject({ videoSourceType: 'screen', width: 640, height: 480 });
  });

  it('tells the others when its size changes', async () => {
    const { stream } = await publish();
    lastCapture().observer.resized(640, 480);
    lastCapture().observer.resized(1920, 1080);
    const changed = await bob.log.until('streamDimensionsChanged');
    expect(changed.stream).toBe(stream);
    expect(stream).toMatchObject({ width: 1920, height: 1080 });
  });

  it('is error 3000 when it goes away, and can be replaced', async () => {
    const { publisher, log } = await publish();
    lastCapture().observer.ended('the screen is gone');
    expect(log.payloads('error')).toMatchObject([
      { code: ErrorCode.VideoCaptureFailed, source: 'publisher' },
    ]);
    expect(publisher.stream).toBeDefined();
    const gone = lastCapture().track;
    await publisher.setVideoSource(new TestPatternVideoSource());
    expect(gone.closed).toBe(true);
  });

  it('is captured for as long as it is published', async () => {
    const { publisher } = await publish();
    expect(lastCapture().track.closed).toBe(false);
    await ann.session.unpublish(publisher);
    expect(lastCapture().track.closed).toBe(true);
  });
});

describe('a context with sound devices', () => {
  let room: SessionRoom;
  let context: Context;

  beforeEach(async () => {
    room = await SessionRoom.open();
    context = Context[withEngine](() => room.engine, { audio: 'platform' });
  });
  afterEach(async () => {
    context.dispose();
    await room[Symbol.asyncDispose]();
  });

  const join = async (): Promise<Session> => {
    const session = new Session(context, room.server.apiKey, room.sessionId, {
      apiUrl: room.server.url,
    });
    await session.connect(await room.token());
    return session;
  };

  it.each([new CustomAudioSource(), new ToneAudioSource()])(
    'refuses pushed sound when the publisher is made: %o',
    (audio) => {
      expect(() => new Publisher(context, { video: false, audio })).toThrow(TypeError);
      expect(() => new Publisher(context, { video: false, audio })).toThrow('options.audio');
    },
  );

  it.each<[PublisherOptions, boolean, boolean, boolean]>([
    [{}, true, true, true],
    [{ echoCancellation: false }, false, true, true],
    [{ noiseSuppression: false, autoGainControl: false }, true, false, false],
    [{ disableAudioProcessing: true }, false, false, false],
  ])('publishes the microphone, processed as %j says', async (options, ...expected) => {
    const session = await join();
    await session.publish(new Publisher(context, { ...options, video: false }));
    const [echoCancellation, noiseSuppression, autoGainControl] = expected;
    expect(room.engine.recordings).toEqual([
      { echoCancellation, noiseSuppression, autoGainControl },
    ]);
  });

  it('publishes a picture without the microphone', async () => {
    const session = await join();
    const video = new TestPatternVideoSource();
    await session.publish(new Publisher(context, { video, audio: false }));
    expect(room.engine.recordings).toEqual([]);
  });
});
