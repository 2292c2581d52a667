import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandError } from '../../../lib/cli/command-error.js';
import { startDecoder, type DecodeOptions } from '../../../lib/cli/demo/feed/decoder.js';
import { MatroskaReader, type MediaPacket } from '../../../lib/cli/demo/feed/matroska.js';
import { probeMediaFile } from '../../../lib/cli/demo/feed/media-file.js';
import {
  canMakeMedia,
  ffmpeg,
  frameOf,
  makeTalk,
  psnr,
  temporaryFolder,
} from '../helpers/media.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let talk: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  talk = await makeTalk(folder.path, { seconds: 2, size: '320x180', fps: 25 });
});
afterAll(() => folder[Symbol.asyncDispose]());

async function decode(path: string, options: DecodeOptions) {
  const decoder = startDecoder(await probeMediaFile(path), options);
  const reader = new MatroskaReader(decoder.output);
  const header = await reader.header();
  const packets: MediaPacket[] = [];
  for await (const packet of reader.packets()) packets.push(packet);
  await decoder.done;
  const video = packets.filter(({ kind }) => kind === 'video');
  const audio = packets.filter(({ kind }) => kind === 'audio');
  const samples = audio.reduce((sum, { data }) => sum + data.length / 2, 0);
  return { header, video, audio, samples };
}

describe.runIf(canMakeMedia)('decoding a file, by ffmpeg', () => {
  it('gives every picture and all sound with their times', async () => {
    const { header, video, audio, samples } = await decode(talk, { seconds: 10 });
    expect(header.video).toEqual({ width: 320, height: 180 });
    expect(video.map(({ timeUs }) => timeUs)).toEqual(
      Array.from({ length: 50 }, (_, index) => index * 40_000),
    );
    expect(video.every(({ data }) => data.length === 320 * 180 * 1.5)).toBe(true);
    // Each piece of sound begins where the one before ended, to the millisecond of the container.
    let endUs = 0;
    for (const { timeUs, data } of audio) {
      expect(Math.abs(timeUs - endUs)).toBeLessThanOrEqual(1000);
      endUs += (data.length / 2 / 48_000) * 1_000_000;
    }
    expect(samples / 48_000).toBeCloseTo(2, 1);
  });

  it('gives the pictures as they are in the file', async () => {
    const { video } = await decode(talk, { seconds: 1 });
    const luma = video[7]?.data.subarray(0, 320 * 180) ?? [];
    const rgb = await frameOf(talk, 7);
    const expected = Array.from({ length: 320 * 180 }, (_, at) => {
      const [r = 0, g = 0, b = 0] = rgb.subarray(at * 3, at * 3 + 3);
      return 16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256;
    });
    expect(psnr(luma, expected)).toBeGreaterThan(40);
  });

  it('stops after so many seconds', async () => {
    const { video, samples } = await decode(talk, { seconds: 0.5 });
    expect(video).toHaveLength(13);
    expect(samples / 48_000).toBeCloseTo(0.5, 1);
  });

  it('fits the picture into another size and rate, with bars', async () => {
    const { header, video } = await decode(talk, {
      seconds: 1,
      size: { width: 200, height: 200 },
      fps: 10,
    });
    expect(header.video).toEqual({ width: 200, height: 200 });
    expect(video.map(({ timeUs }) => timeUs / 1000)).toEqual(
      Array.from({ length: 10 }, (_, index) => index * 100),
    );
    const [frame] = video;
    expect(frame?.data[100]).toBe(16);
    expect(frame?.data[100 * 200 + 5]).not.toBe(16);
  });

  it('makes odd sides even and pixels square', async () => {
    const odd = join(folder.path, 'odd.mkv');
    await ffmpeg(
      ...['-f', 'lavfi', '-i', 'testsrc=size=161x91:rate=10', '-t', '0.5'],
      ...['-vf', 'setsar=2', '-c:v', 'ffv1', odd],
    );
    const { header } = await decode(odd, { seconds: 1 });
    expect(header.video).toEqual({ width: 322, height: 92 });
  });

  it('gives sound alone a picture of itself', async () => {
    const { header, video, samples } = await decode(join(folder.path, 'speech.wav'), {
      seconds: 1,
      size: { width: 320, height: 180 },
    });
    expect(header.video).toEqual({ width: 320, height: 180 });
    expect(video.length).toBeGreaterThan(20);
    expect(samples / 48_000).toBeCloseTo(1, 1);
  });

  it('needs no sound', async () => {
    const silent = join(folder.path, 'silent.mp4');
    await ffmpeg('-i', talk, '-an', '-c', 'copy', silent);
    expect((await probeMediaFile(silent)).audio).toBeUndefined();
    const { video, audio } = await decode(silent, { seconds: 1 });
    expect([video.length, audio.length]).toEqual([25, 0]);
  });
});

describe.runIf(canMakeMedia)('a file that ffmpeg cannot read', () => {
  it('is named with the reason', async () => {
    const text = join(folder.path, 'text.mp4');
    await writeFile(text, 'this is no film');
    const reasons = [
      [join(folder.path, 'none.mp4'), /none\.mp4': there is no such file$/],
      [folder.path, /it is a folder$/],
      [text, /^ffmpeg cannot read '.*text\.mp4': Invalid data/],
    ] as const;
    for (const [path, reason] of reasons) {
      const failure = await probeMediaFile(path).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(CommandError);
      expect((failure as CommandError).message).toMatch(reason);
    }
  });
});
