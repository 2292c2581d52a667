import { afterAll, describe, expect, test } from 'vitest';

import type * as binding from '../../binding.js';
import { loadBinding } from '../../lib/node/binary/load-binding.js';
import { gradientI420 } from './helpers/pixels.js';

const native = loadBinding();
const engine = new native.Engine();
const config = { iceServers: [], iceTransportPolicy: 'all', networks: 'loopback' } as const;
const connection = new native.PeerConnection(engine, config, () => undefined);
const video = new native.PushedVideoTrack(engine);
const audio = new native.PushedAudioTrack(engine, { sampleRate: 48_000, channels: 2 });
const sender = connection.addTrack(video);
const audioSender = connection.addTrack(audio);
const picture = { format: 'i420', width: 4, height: 4, data: gradientI420(4, 4) } as const;
const frame = native.Frame.fromBuffer(picture);
const pcm = { sampleRate: 48_000, channels: 1 } as const;
const pattern = { width: 64, height: 64, fps: 30 };
afterAll(() => {
  engine.close();
});

/** The binding as JavaScript sees it: anything may be passed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- passing what the declarations forbid is the point.
type Untyped = any;
const js = native as Untyped as Record<keyof typeof binding, new (...args: unknown[]) => unknown>;
const untyped = <T>(value: T) =>
  value as Untyped as Record<keyof T, (...args: unknown[]) => unknown>;

type Case = readonly [what: string, call: () => unknown, error: typeof Error, message: string];

const cases: Case[] = [
  ['no engine', () => new js.PeerConnection(), TypeError, 'config must be an object'],
  [
    'another object as engine',
    () => new js.PeerConnection({}, config, () => 0),
    TypeError,
    'engine must be an Engine',
  ],
  [
    'a track as engine',
    () => new js.ToneTrack(video, { ...pcm, frequency: 1, amplitude: 0 }),
    TypeError,
    'engine must be an Engine',
  ],
  [
    'engine options that are no object',
    () => new js.Engine(5),
    TypeError,
    'options must be an object',
  ],
  [
    'a latency option that is no boolean',
    () => new js.Engine({ lowLatency: 1 }),
    TypeError,
    'options.lowLatency must be a boolean',
  ],
  [
    'servers that are no array',
    () => new js.PeerConnection(engine, { ...config, iceServers: {} }, () => 0),
    TypeError,
    'config.iceServers must be an array',
  ],
  [
    'a server without URLs',
    () => new js.PeerConnection(engine, { ...config, iceServers: [{}] }, () => 0),
    TypeError,
    'config.iceServers[0].urls must be an array',
  ],
  [
    'a URL that is no string',
    () => new js.PeerConnection(engine, { ...config, iceServers: [{ urls: [1] }] }, () => 0),
    TypeError,
    'config.iceServers[0].urls[0] must be a string',
  ],
  [
    'too many servers',
    () =>
      new js.PeerConnection(
        engine,
        { ...config, iceServers: Array(65).fill({ urls: [] }) },
        () => 0,
      ),
    RangeError,
    'config.iceServers must have at most 64',
  ],
  [
    'an unknown policy',
    () => new js.PeerConnection(engine, { ...config, iceTransportPolicy: 'none' }, () => 0),
    TypeError,
    "config.iceTransportPolicy must be one of 'all', 'relay'",
  ],
  [
    'unknown networks',
    () => new js.PeerConnection(engine, { ...config, networks: null }, () => 0),
    TypeError,
    "config.networks must be one of 'all', 'loopback'",
  ],
  [
    'no listener',
    () => new js.PeerConnection(engine, config),
    TypeError,
    'onEvent must be a function',
  ],
  [
    'a getter that throws',
    () =>
      new js.PeerConnection(
        engine,
        {
          get iceServers() {
            throw new RangeError('from a getter');
          },
        },
        () => 0,
      ),
    RangeError,
    'from a getter',
  ],
  [
    'no track to add',
    () => untyped(connection).addTrack(),
    TypeError,
    'track must be a local track',
  ],
  [
    'something like a track',
    () => untyped(connection).addTrack({ kind: 'video', id: video.id }),
    TypeError,
    'track must be a local track',
  ],
  [
    'an unknown codec',
    () => untyped(connection).addTrack(video, { codecs: ['h266'] }),
    TypeError,
    "options.codecs[0] must be one of 'vp8', 'vp9', 'h264', 'av1'",
  ],
  [
    'a bitrate that is too low',
    () => untyped(connection).addTrack(video, { maxBitrate: 4_999 }),
    RangeError,
    'options.maxBitrate must be an integer from 5000',
  ],
  [
    'a bitrate that is no number',
    () => untyped(connection).addTrack(video, { maxBitrate: '1' }),
    TypeError,
    'options.maxBitrate must be an integer',
  ],
  [
    'an unknown preference',
    () => untyped(connection).addTrack(video, { degradationPreference: 'x' }),
    TypeError,
    'options.degradationPreference must be one of',
  ],
  [
    'offer options that are no object',
    () => untyped(connection).createOffer(true),
    TypeError,
    'options must be an object',
  ],
  [
    'no description',
    () => untyped(connection).setLocalDescription(),
    TypeError,
    'description must be an object',
  ],
  [
    'an unknown type of description',
    () => untyped(connection).setLocalDescription({ type: 'rollback', sdp: '' }),
    TypeError,
    "description.type must be one of 'offer', 'pranswer', 'answer'",
  ],
  [
    'a description that is too long',
    () => untyped(connection).setRemoteDescription({ type: 'offer', sdp: 'x'.repeat(2 ** 20 + 1) }),
    RangeError,
    'description.sdp must be at most 1048576 bytes',
  ],
  [
    'a candidate without a section',
    () => untyped(connection).addIceCandidate({ candidate: '', sdpMid: null, sdpMLineIndex: null }),
    TypeError,
    'candidate must be given either sdpMid or sdpMLineIndex',
  ],
  [
    'a section that is negative',
    () => untyped(connection).addIceCandidate({ candidate: '', sdpMLineIndex: -1 }),
    RangeError,
    'candidate.sdpMLineIndex must be an integer from 0',
  ],
  [
    'a replacement of another kind',
    () => untyped(sender).replaceTrack(audio),
    TypeError,
    'track must be of kind video',
  ],
  [
    'no replacement',
    () => untyped(sender).replaceTrack(),
    TypeError,
    'track must be a local track',
  ],
  [
    'parameters that are no object',
    () => untyped(sender).setParameters(null),
    TypeError,
    'parameters must be an object',
  ],
  [
    'an activity that is no boolean',
    () => untyped(sender).setParameters({ active: 0 }),
    TypeError,
    'parameters.active must be a boolean',
  ],
  [
    'video that is to be larger than its source',
    () => untyped(sender).setParameters({ scaleResolutionDownBy: 0.5 }),
    RangeError,
    'parameters.scaleResolutionDownBy must be 1 to 1024',
  ],
  [
    'a frame rate for audio',
    () => untyped(audioSender).setParameters({ maxFramerate: 10 }),
    TypeError,
    'parameters may have scaleResolutionDownBy and maxFramerate for video only',
  ],
  [
    'an unknown content hint',
    () => new js.PushedVideoTrack(engine, { contentHint: 'sports' }),
    TypeError,
    'options.contentHint must be one of',
  ],
  [
    'a pattern without dimensions',
    () => new js.TestPatternTrack(engine, { fps: 30 }),
    TypeError,
    'options.width must be an integer',
  ],
  [
    'a pattern of no width',
    () => new js.TestPatternTrack(engine, { ...pattern, width: 0 }),
    RangeError,
    'options.width must be an integer from 1 to 16384, not 0',
  ],
  [
    'a pattern that is too high',
    () => new js.TestPatternTrack(engine, { ...pattern, height: 16_385 }),
    RangeError,
    'options.height must be an integer',
  ],
  [
    'a fraction of a pixel',
    () => new js.TestPatternTrack(engine, { ...pattern, height: 1.5 }),
    RangeError,
    'options.height must be an integer from 1 to 16384, not 1.5',
  ],
  [
    'a rate of NaN',
    () => new js.TestPatternTrack(engine, { ...pattern, fps: NaN }),
    RangeError,
    'options.fps must be 1 to 120',
  ],
  [
    'a screen without an id',
    () => new js.ScreenTrack(engine, { fps: 15 }, () => 0),
    TypeError,
    'options.screenId must be a string',
  ],
  [
    'a screen at no rate',
    () => new js.ScreenTrack(engine, { screenId: 'screen:0', fps: 0 }, () => 0),
    RangeError,
    'options.fps must be 1 to 120',
  ],
  [
    'a pointer that is no boolean',
    () => new js.ScreenTrack(engine, { screenId: 'screen:0', fps: 15, cursor: 1 }, () => 0),
    TypeError,
    'options.cursor must be a boolean',
  ],
  [
    'a screen without a listener',
    () => new js.ScreenTrack(engine, { screenId: 'screen:0', fps: 15 }),
    TypeError,
    'onEvent must be a function',
  ],
  [
    'a microphone of an engine whose sound is pushed',
    () => new js.MicrophoneTrack(engine),
    TypeError,
    "engine must be one with audio 'platform'",
  ],
  [
    'a processing that is no boolean',
    () => new js.MicrophoneTrack(engine, { noiseSuppression: 'low' }),
    TypeError,
    'options.noiseSuppression must be a boolean',
  ],
  [
    'sound of an unknown kind',
    () => new js.Engine({ audio: 'loud' }),
    TypeError,
    "options.audio must be one of 'virtual', 'platform'",
  ],
  [
    'a device id that is none',
    () => untyped(engine).setMicrophone(1),
    TypeError,
    'id must be a string',
  ],
  [
    'a loudspeaker of an engine without',
    () => untyped(engine).setSpeaker('x'),
    TypeError,
    "engine must be one with audio 'platform'",
  ],
  [
    'a sample rate that is too high',
    () => new js.PushedAudioTrack(engine, { ...pcm, sampleRate: 96_001 }),
    RangeError,
    'options.sampleRate must be an integer from 8000 to 96000',
  ],
  [
    'a queue that is too long',
    () => new js.PushedAudioTrack(engine, { ...pcm, maxQueuedMs: 10_001 }),
    RangeError,
    'options.maxQueuedMs must be an integer from 20 to 10000',
  ],
  [
    'a target beyond half of the queue',
    () => new js.PcmQueue({ ...pcm, maxQueuedMs: 100, targetQueuedMs: 51 }),
    RangeError,
    'options.targetQueuedMs must be at most half of maxQueuedMs',
  ],
  [
    'a piece of audio that is no whole number of samples',
    () => new js.AudioSink(audio, () => 0, { sampleRate: 44_100, durationMs: 5 }),
    RangeError,
    'format.durationMs must be a whole number of samples',
  ],
  [
    'a colour space that is unknown',
    () =>
      untyped(native.Frame).fromBuffer({
        ...{ format: 'i420', width: 2, height: 2, data: new Uint8Array(6) },
        colorSpace: { matrix: 'rgb', fullRange: true },
      }),
    TypeError,
    'frame.colorSpace.matrix must be one of',
  ],
  [
    'three channels',
    () => new js.PushedAudioTrack(engine, { ...pcm, channels: 3 }),
    RangeError,
    'options.channels must be an integer from 1 to 2',
  ],
  [
    'a tone above what can be sampled',
    () => new js.ToneTrack(engine, { ...pcm, frequency: 24_001, amplitude: 1 }),
    RangeError,
    'options.frequency must be 1 to 24000',
  ],
  [
    'a tone louder than full scale',
    () => new js.ToneTrack(engine, { ...pcm, frequency: 440, amplitude: 1.1 }),
    RangeError,
    'options.amplitude must be 0 to 1',
  ],
  [
    'samples of another type',
    () => untyped(audio).push(new Uint16Array(960)),
    TypeError,
    'samples must be an Int16Array',
  ],
  [
    'half a frame of samples',
    () => untyped(audio).push(new Int16Array(3)),
    RangeError,
    'samples must hold whole frames',
  ],
  ['no frame', () => untyped(video).push(), TypeError, 'frame must be an object'],
  [
    'an unknown pixel format',
    () => untyped(video).push({ ...picture, format: 'yv12' }),
    TypeError,
    'frame.format must be one of',
  ],
  [
    'too few pixels',
    () => untyped(video).push({ ...picture, width: 5 }),
    RangeError,
    'frame.data must have at least 32 bytes, not 24',
  ],
  [
    'pixels of another type',
    () => untyped(video).push({ ...picture, data: [...picture.data] }),
    TypeError,
    'frame.data must be a Uint8Array',
  ],
  [
    'a number of strides that does not fit',
    () => untyped(video).push({ ...picture, strides: [4] }),
    RangeError,
    'frame.strides must have 3 entries, not 1',
  ],
  [
    'a stride that is too small',
    () => untyped(video).push({ ...picture, strides: [4, 1, 2] }),
    RangeError,
    'frame.strides[1] must be at least 2, not 1',
  ],
  [
    'strides beyond the data',
    () => untyped(video).push({ ...picture, strides: [2 ** 20, 2, 2] }),
    RangeError,
    'frame.data must have at least',
  ],
  [
    'a stride that no picture needs',
    () => untyped(video).push({ ...picture, strides: [2 ** 20 + 1, 2, 2] }),
    RangeError,
    'frame.strides[0] must be an integer from 1 to 1048576, not 1048577',
  ],
  [
    'an odd rotation',
    () => untyped(video).push({ ...picture, rotation: 45 }),
    RangeError,
    'frame.rotation must be 0, 90, 180 or 270',
  ],
  [
    'a time that is no integer',
    () => untyped(video).push({ ...picture, timestampUs: 0.5 }),
    RangeError,
    'frame.timestampUs must be an integer',
  ],
  [
    'data that is taken away while it is read',
    () => untyped(video).push({ ...picture, data: detached() }),
    RangeError,
    'frame.data must have at least 24 bytes, not 0',
  ],
  [
    'an empty MJPEG picture',
    () => native.Frame.fromBuffer({ ...picture, format: 'mjpeg', data: new Uint8Array() }),
    RangeError,
    'frame.data must have at least',
  ],
  [
    'a target that is too small',
    () => frame.copyTo(new Uint8Array(23), 'i420'),
    RangeError,
    'target must have at least 24 bytes, not 23',
  ],
  [
    'a target of another type',
    () => untyped(frame).copyTo(new Uint8ClampedArray(24), 'i420'),
    TypeError,
    'target must be a Uint8Array',
  ],
  [
    'a format that cannot be read',
    () => untyped(frame).copyTo(new Uint8Array(24), 'mjpeg'),
    TypeError,
    'format must be one of',
  ],
  [
    'an audio track in a video sink',
    () => new js.VideoSink(audio, () => 0),
    TypeError,
    'track must be a track of kind video',
  ],
  [
    'a local track in an audio sink',
    () => new js.AudioSink(audio, () => 0),
    TypeError,
    'track must be a remote track of kind audio',
  ],
  [
    'a sink without listener',
    () => new js.VideoSink(video, null),
    TypeError,
    'onFrame must be a function',
  ],
  [
    'enabling by a number',
    () => Reflect.set(video, 'enabled', 1),
    TypeError,
    'enabled must be a boolean',
  ],
  [
    'an unknown log level',
    () => {
      native.setLogger('all' as 'info', null);
    },
    TypeError,
    'level must be one of',
  ],
  [
    'a log handler that is none',
    () => {
      native.setLogger('info', {} as unknown as null);
    },
    TypeError,
    'handler must be a function',
  ],
  [
    'a method of another class',
    () => {
      native.PeerConnection.prototype.close.call(video as Untyped);
    },
    TypeError,
    'Illegal invocation',
  ],
  [
    'a method of no object',
    () => native.Frame.prototype.clone.call({} as Untyped),
    TypeError,
    'Illegal invocation',
  ],
  [
    'a class without new',
    () => {
      (js.Engine as Untyped as () => void)();
    },
    TypeError,
    'Engine must be called with new',
  ],
  ['a frame made by new', () => new js.Frame(), TypeError, 'Frame cannot be constructed'],
  [
    'a remote track made by new',
    () => new js.RemoteTrack(),
    TypeError,
    'RemoteTrack cannot be constructed',
  ],
  [
    'a sender made by new',
    () => new js.TrackSender(),
    TypeError,
    'TrackSender cannot be constructed',
  ],
];

function detached(): Uint8Array {
  const bytes = new Uint8Array(24);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

describe('what is wrong is named, and nothing worse happens', () => {
  test.each(cases)('%s', (_, call, error, message) => {
    const result = (() => {
      try {
        return call();
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(result).toBeInstanceOf(error);
    expect((result as Error).message).toContain(message);
  });
});

describe('closed objects', () => {
  test('an engine makes nothing any more', () => {
    const closed = new native.Engine();
    closed.close();
    expect(() => new native.PushedVideoTrack(closed)).toThrow('the engine is closed');
  });

  test('a track cannot be sent or shown', () => {
    const closed = new native.PushedVideoTrack(engine);
    closed.close();
    expect(() => connection.addTrack(closed)).toThrow('the track is closed');
    expect(() => new native.VideoSink(closed, () => undefined)).toThrow('the track is closed');
    expect(closed.push(picture)).toBe(false);
  });

  test('a track of one engine cannot be sent by another', () => {
    const other = new native.Engine({ lowLatency: true });
    const track = new native.PushedVideoTrack(other);
    expect(() => connection.addTrack(track)).toThrow('track must be of the same engine');
    expect(() => sender.replaceTrack(track)).toThrow('track must be of the same engine');
    other.close();
  });
});
