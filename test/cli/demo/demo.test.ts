import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStamp } from '../../../lib/measure/read-stamp.js';
import type { DemoSummary } from '../../../lib/cli/demo/summary.js';
import { runCommand } from '../helpers/command.js';
import {
  bestCorrelation,
  canMakeMedia,
  frameOf,
  makeTalk,
  psnr,
  samplesOf,
  soundRate,
  temporaryFolder,
} from '../helpers/media.js';

type DemoJson = DemoSummary & { readonly plot: string | null };

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Runs the demo with `--json`; stdout must be one line and nothing else. */
async function demo(name: string, ...args: readonly string[]): Promise<DemoJson> {
  const out = join(folder.path, name);
  const { code, stdout, stderr } = await runCommand(['demo', '--json', '--out', out, ...args]);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^\{[^\n]*\}\n$/);
  return JSON.parse(stdout) as DemoJson;
}

const pictureIn = async (path: string | null) => decode(await readFile(path ?? ''));

describe('webrtc-session demo', () => {
  it('measures the pattern, the tone and the signals', async () => {
    const result = await demo('pattern', '--seconds', '3', '--size', '640x360');
    expect(result).toMatchObject({
      framesPublished: 90,
      framesOutOfOrder: 0,
      width: 640,
      height: 360,
      codec: 'vp8',
      exitCodes: [0, 0],
    });
    expect(result.framesReceived + result.framesDropped).toBe(90);
    // How many of them is for the benchmark to say: a busy machine loses some.
    expect(result.framesReceived).toBeGreaterThan(30);
    expect(result.fps).toBeGreaterThan(5);
    expect(result.bitrateKbps).toBeGreaterThan(50);
    for (const key of ['connectMs', 'publishMs', 'firstFrameMs'] as const) {
      expect(result[key], key).toBeGreaterThan(0);
    }
    const { p50 = 0, p95 = 0, max = 0 } = result.latencyMs ?? {};
    expect(p50).toBeGreaterThan(1);
    expect(p95).toBeGreaterThanOrEqual(p50);
    expect(max).toBeGreaterThanOrEqual(p95);
    expect(result.audio).toMatchObject({ sampleRate: 48_000, channels: 1 });
    expect(result.audio?.samplesReceived).toBeGreaterThan(2.5 * 48_000);
    // A sine at a quarter of full scale.
    expect(result.audio?.rmsDb).toBeGreaterThan(-17);
    expect(result.audio?.rmsDb).toBeLessThan(-13);
    expect(result.signals.sent).toBeGreaterThan(8);
    expect(result.signals.received).toBe(result.signals.sent);
    expect(result.signals.rttMs.p50).toBeGreaterThan(0);
  });

  it('knows which frame the snapshot shows, and plots', async () => {
    const { snapshot, snapshotFrame, plot } = await demo('snapshot', '--seconds', '1');
    const { width, height, channels, data } = await pictureIn(snapshot);
    expect([width, height, channels]).toEqual([1280, 720, 3]);
    // The stamp is black and white: green stands for luma.
    const luma = Uint8Array.from({ length: width * height }, (_, at) => data[at * 3 + 1] ?? 0);
    const counter = readStamp(luma, width)?.counter;
    expect(counter).toBe(Math.round(((snapshotFrame?.mediaMs ?? NaN) * 30) / 1000));
    expect(await pictureIn(plot)).toMatchObject({ width: 1800, height: 1000 });
  });

  it.each(['vp9', 'h264', 'av1'])('speaks %s, in another size and rate', async (codec) => {
    const options = ['--codec', codec, '--size', '320x180', '--fps', '15', '--low-latency'];
    const result = await demo(codec, '--seconds', '1', ...options);
    expect(result).toMatchObject({ codec, width: 320, height: 180, framesPublished: 15 });
    expect(result.fps).toBeLessThan(25);
  });

  it.runIf(canMakeMedia)(
    'publishes a file, by ffmpeg: picture and speech arrive as they are in it',
    async () => {
      const talk = await makeTalk(folder.path, { seconds: 4, size: '640x360', fps: 30 });
      const result = await demo('file', '--file', talk);
      expect(result).toMatchObject({ width: 640, height: 360, framesPublished: 120 });
      expect(result.framesReceived).toBeGreaterThan(90);
      expect(result.latencyMs?.p50).toBeGreaterThan(1);

      const { snapshot, snapshotFrame, recording } = result;
      const { data } = await pictureIn(snapshot);
      const index = snapshotFrame?.index ?? NaN;
      expect(psnr(data, await frameOf(talk, index))).toBeGreaterThan(30);
      // The frame before is a different one, so the index is right.
      expect(psnr(data, await frameOf(talk, index - 1))).toBeLessThan(30);

      const received = await samplesOf(recording ?? '');
      const source = await samplesOf(talk);
      const pieces = [0.2, 0.7, 1.2, 1.7, 2.2, 2.7].map((second) =>
        source.subarray(second * soundRate, (second + 0.5) * soundRate),
      );
      const correlations = pieces.map((piece) => bestCorrelation(piece, received));
      // On a busy machine the jitter buffer stretches some of the pieces.
      expect(Math.max(...correlations)).toBeGreaterThan(0.9);
      expect(correlations.filter((value) => value > 0.5).length).toBeGreaterThan(3);
    },
  );
});

describe('a demo that cannot run', () => {
  it.each([
    ['an unknown option', ['--nonsense'], 2, /--nonsense/],
    ['a value out of range', ['--seconds', '0'], 2, /--seconds must be/],
    ['a size that is none', ['--size', 'large'], 2, /--size must look like/],
    ['no such file', ['--file', 'missing.mp4'], 1, /missing\.mp4.*no such file/],
    ['no such folder', ['--out', '/dev/null/out'], 1, /--out '\/dev\/null\/out'/],
  ] as const)('says so: %s', async (_name, args, exitCode, message) => {
    const { code, stdout, stderr } = await runCommand(['demo', '--json', ...args]);
    expect(code).toBe(exitCode);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n {4}at /);
  });

  it.runIf(canMakeMedia)('says that ffmpeg is missing', async () => {
    const talk = await makeTalk(folder.path, { seconds: 1, size: '320x180', fps: 10 });
    const { code, stderr } = await runCommand(['demo', '--file', talk], { PATH: folder.path });
    expect(code).toBe(1);
    expect(stderr).toMatch(/needs ffprobe, which was not found.*apt-get install ffmpeg/);
  });
});
