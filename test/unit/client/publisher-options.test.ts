import { describe, expect, it } from 'vitest';
import { CustomAudioSource } from '../../../lib/media/sources/custom-audio-source.js';
import { TestPatternVideoSource } from '../../../lib/media/sources/test-pattern-video-source.js';
import {
  checkPublisherOptions,
  opusOptions,
  videoSendOptions,
  videoTrackOptions,
} from '../../../lib/client/publishing/publisher-options.js';

describe('publisher options', () => {
  const hd = new TestPatternVideoSource({ width: 1280, height: 720, fps: 30 });

  it('ask for camera and microphone by default', () => {
    expect(checkPublisherOptions({})).toEqual({
      name: '',
      video: true,
      audio: true,
      contentHint: 'none',
      subscriberAudioFallback: true,
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
      disableAudioProcessing: false,
    });
  });

  it('hasVideoTrack and hasAudioTrack are other words for no video and no audio', () => {
    expect(checkPublisherOptions({ hasVideoTrack: false }).video).toBe(false);
    expect(checkPublisherOptions({ hasAudioTrack: false, audio: true }).audio).toBe(false);
    expect(() => checkPublisherOptions({ hasVideoTrack: false, hasAudioTrack: false })).toThrow(
      'must have video or audio',
    );
  });

  it.each([
    [{}, {}],
    [{ preferredVideoCodecs: 'automatic' }, {}],
    [{ preferredVideoCodecs: ['h264', 'vp8'] }, { codecs: ['h264', 'vp8'] }],
    [{ maxVideoBitrate: 500_000 }, { maxBitrate: 500_000 }],
    [{ videoBitratePreset: 'custom', maxVideoBitrate: 5_000 }, { maxBitrate: 5_000 }],
    [{ videoBitratePreset: 'default' }, {}],
    [{ videoBitratePreset: 'bwSaver' }, { maxBitrate: 1_382_400 }],
    [{ videoBitratePreset: 'extraBwSaver' }, { maxBitrate: 829_440 }],
    [
      { degradationPreference: 'maintain-resolution' },
      { degradationPreference: 'maintain-resolution' },
    ],
  ])('%j is sent as %j', (options, expected) => {
    expect(videoSendOptions(checkPublisherOptions(options), hd)).toEqual(expected);
  });

  it('a preset never goes below what an encoder takes', () => {
    const tiny = new TestPatternVideoSource({ width: 16, height: 16, fps: 1 });
    const options = checkPublisherOptions({ videoBitratePreset: 'extraBwSaver' });
    expect(videoSendOptions(options, tiny)).toEqual({ maxBitrate: 5_000 });
  });

  it('a preset and a limit exclude each other', () => {
    expect(() =>
      checkPublisherOptions({ videoBitratePreset: 'bwSaver', maxVideoBitrate: 100_000 }),
    ).toThrow(
      'options.maxVideoBitrate must be left out with a videoBitratePreset other than "custom"',
    );
  });

  it('screens are sent for sharpness', () => {
    const options = checkPublisherOptions({ videoSourceType: 'screen', contentHint: 'text' });
    expect(videoTrackOptions(options)).toEqual({ screencast: true, contentHint: 'text' });
  });

  it('sound follows its source unless told otherwise', () => {
    const stereo = new CustomAudioSource({ channels: 2 });
    expect(opusOptions(checkPublisherOptions({}), stereo)).toEqual({ stereo: true });
    const options = checkPublisherOptions({ stereo: false, audioBitrate: 64_000, opusDtx: true });
    expect(opusOptions(options, stereo)).toEqual({
      stereo: false,
      maxAverageBitrate: 64_000,
      dtx: true,
    });
  });
});
