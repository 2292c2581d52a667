import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whether there is what these helpers need; a Windows machine has neither ffmpeg nor espeak-ng for its tests. */
export const canMakeMedia = process.platform === 'linux';

/** A folder for one test file. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'webrtc-session-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export async function ffmpeg(...args: readonly string[]): Promise<void> {
  await run('ffmpeg', ['-nostdin', '-v', 'error', '-y', ...args]);
}

export interface TalkOptions {
  readonly seconds: number;
  /** `WxH` */
  readonly size: string;
  readonly fps: number;
}

/** An MP4 of a moving picture with speech. */
export async function makeTalk(
  folder: string,
  { seconds, size, fps }: TalkOptions,
): Promise<string> {
  const speech = join(folder, 'speech.wav');
  const path = join(folder, 'talk.mp4');
  const text = 'A session is a room. Whoever has a token may come in, speak, and be heard by all.';
  await run('espeak-ng', ['-w', speech, text]);
  await ffmpeg(
    ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}`, '-i', speech, '-af', 'apad'],
    ...['-t', String(seconds), '-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '12'],
    ...['-c:a', 'aac', '-b:a', '128k', path],
  );
  return path;
}

/** Hertz: enough to compare speech, and a quarter of the work. */
export const soundRate = 4000;

/** Mono samples of a file's sound, −1 to 1. */
export async function samplesOf(path: string): Promise<Float32Array> {
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', '-i', path, '-f', 'f32le', '-ac', '1', '-ar', String(soundRate), 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 2 ** 28 },
  );
  return new Float32Array(new Uint8Array(stdout).buffer);
}

/** One frame of a file as RGB, three bytes a pixel. */
export async function frameOf(path: string, index: number): Promise<Uint8Array> {
  const { stdout } = await run(
    'ffmpeg',
    [
      ...['-v', 'error', '-i', path, '-vf', `select=eq(n\\,${index})`],
      ...['-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'],
    ],
    { encoding: 'buffer', maxBuffer: 2 ** 28 },
  );
  return new Uint8Array(stdout);
}

/** Peak signal-to-noise ratio of two pictures, decibels. */
export function psnr(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let squares = 0;
  for (let at = 0; at < one.length; at += 1) {
    squares += ((one[at] ?? 0) - (other[at] ?? 0)) ** 2;
  }
  return 10 * Math.log10((255 ** 2 * one.length) / squares);
}

/**
 * How well `part` fits somewhere in `whole`: the largest correlation coefficient over all shifts.
 */
export function bestCorrelation(part: Float32Array, whole: Float32Array): number {
  const power = part.reduce((sum, value) => sum + value * value, 0);
  let best = -1;
  for (let shift = 0; shift + part.length <= whole.length; shift += 1) {
    let product = 0;
    let other = 0;
    for (let at = 0; at < part.length; at += 1) {
      const value = whole[shift + at] ?? 0;
      product += (part[at] ?? 0) * value;
      other += value * value;
    }
    best = Math.max(best, product / Math.sqrt(power * other + 1e-9));
  }
  return best;
}
