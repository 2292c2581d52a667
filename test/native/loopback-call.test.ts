import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call } from './helpers/loopback.js';
import { type Stamp, stampOf } from './helpers/stamp.js';

let engine: NativeEngine;
beforeEach(() => {
  engine = new NativeEngine();
});
afterEach(() => {
  engine.close();
});

describe('a call between two connections', () => {
  test('frames arrive in order, with sound', async () => {
    const video = engine.createTestPatternTrack({ width: 320, height: 240, fps: 30 });
    const audio = engine.createToneTrack({
      sampleRate: 48000,
      channels: 1,
      frequency: 440,
      amplitude: 0.5,
    });
    using connected = await call(engine, [{ track: video }, { track: audio }]);
    const stamps: Stamp[] = [];
    let chunks = 0;
    const [videoTrack, audioTrack] = [
      await connected.track('video'),
      await connected.track('audio'),
    ];
    await new Promise<void>((resolve) => {
      engine.openAudioSink(audioTrack, () => chunks++);
      engine.openVideoSink(videoTrack, (frame) => {
        const stamp = stampOf(frame);
        if (stamp) stamps.push(stamp);
        if (stamps.length >= 30 && chunks >= 50) resolve();
      });
    });
    const counters = stamps.map(({ counter }) => counter);
    expect(counters).toEqual([...new Set(counters)].sort((a, b) => a - b));
  });
});
