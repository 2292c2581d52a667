import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AudioMeter } from '../../../lib/measure/audio-meter.js';
import { quantile } from '../../../lib/measure/quantiles.js';
import { bitrates, medians } from '../../../lib/measure/timeline.js';
import { WavWriter } from '../../../lib/measure/wav-writer.js';
import { transportSample } from '../../../lib/cli/demo/transport-watch.js';

describe('quantile', () => {
  it('is the nearest rank', () => {
    const values = [5, 1, 4, 2, 3];
    expect([0, 0.2, 0.5, 0.95, 1].map((q) => quantile(values, q))).toEqual([1, 1, 3, 5, 5]);
    expect(quantile([], 0.5)).toBeUndefined();
    expect(values).toEqual([5, 1, 4, 2, 3]);
  });
});

describe('timeline', () => {
  it('gives the median of each slice at its middle', () => {
    const values = [0.1, 0.2, 0.4, 1.1].map((seconds) => ({ seconds, value: seconds * 10 }));
    expect(medians(values, 0.5)).toEqual([
      { seconds: 0.25, value: 2 },
      { seconds: 1.25, value: 11 },
    ]);
  });

  it('gives the bitrate between samples since the start', () => {
    const samples = [0, 1, 2].map((second) => ({
      atUs: second * 1_000_000,
      videoBytes: second * 125_000,
      audioBytes: 0,
      codec: 'vp8',
    }));
    expect(bitrates(samples, 500_000)).toEqual([{ seconds: 1, value: 1 }]);
  });
});

describe('AudioMeter', () => {
  it('counts samples per channel and measures against full scale', () => {
    const meter = new AudioMeter();
    expect(meter.totals.rmsDb).toBeNull();
    const samples = Int16Array.from([16_384, -16_384, 16_384, -16_384]);
    meter.add({ samples, sampleRate: 48_000, channels: 2, frames: 2 });
    meter.add({ samples, sampleRate: 48_000, channels: 2, frames: 2 });
    expect(meter.totals).toMatchObject({ samplesReceived: 4, sampleRate: 48_000, channels: 2 });
    expect(meter.totals.rmsDb).toBeCloseTo(-6.02, 2);
  });
});

describe('transportSample', () => {
  it('adds up the received media and names the codec', () => {
    const entry = (id: string, members: object) =>
      [id, { id, type: 'inbound-rtp', timestamp: 0, ...members }] as const;
    const report = new Map([
      entry('v', { kind: 'video', bytesReceived: 10, codecId: 'c' }),
      entry('a', { kind: 'audio', bytesReceived: 4 }),
      entry('c', { type: 'codec', mimeType: 'video/VP8' }),
      entry('o', { type: 'outbound-rtp', kind: 'video', bytesReceived: 99 }),
    ]);
    expect(transportSample(report, 5)).toEqual({
      atUs: 5,
      videoBytes: 10,
      audioBytes: 4,
      codec: 'vp8',
    });
  });
});

describe('WavWriter', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'webrtc-session-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('writes a header that fits what follows', async () => {
    const path = join(folder, 'sound.wav');
    const writer = new WavWriter(path, { sampleRate: 48_000, channels: 2 });
    writer.write(Int16Array.from([1, -1, 2, -2]));
    writer.write(Int16Array.from([3, -3]));
    await writer.close();
    const file = await readFile(path);
    expect(file.toString('latin1', 0, 4) + file.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
    expect(file.readUInt32LE(4)).toBe(file.length - 8);
    expect(file.readUInt16LE(22)).toBe(2);
    expect(file.readUInt32LE(28)).toBe(192_000);
    expect(file.readUInt32LE(40)).toBe(12);
    expect(file.readInt16LE(file.length - 2)).toBe(-3);
  });

  it('tells when it cannot write', async () => {
    const writer = new WavWriter(join(folder, 'none', 'sound.wav'), {
      sampleRate: 48_000,
      channels: 1,
    });
    writer.write(new Int16Array(480));
    await expect(writer.close()).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
