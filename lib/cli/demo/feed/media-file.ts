import { access, constants, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { CommandError } from '../../command-error.js';
import { startTool } from './ffmpeg.js';

/** What is published of a media file. */
export interface MediaFile {
  readonly path: string;
  /** Undefined for a file without moving picture; a cover in a sound file is none. */
  readonly video: { readonly index: number; readonly fps: number } | undefined;
  readonly audio: { readonly index: number; readonly channels: 1 | 2 } | undefined;
}

interface ProbedStream {
  readonly index: number;
  readonly codec_type?: string;
  readonly avg_frame_rate?: string;
  readonly channels?: number;
  readonly disposition?: { readonly attached_pic?: number };
}

/**
 * Looks into a file before anything is started for it.
 * @throws CommandError if it cannot be read, holds nothing that ffmpeg decodes, or ffprobe is missing.
 */
export async function probeMediaFile(given: string): Promise<MediaFile> {
  const path = resolve(given);
  await checkReadable(path, given);
  const probe = startTool(
    'ffprobe',
    ['-v', 'error', '-of', 'json', '-show_streams', `file:${path}`],
    `'${given}'`,
  );
  const [output] = await Promise.all([textOf(probe.output as AsyncIterable<Buffer>), probe.done]);
  const { streams = [] } = JSON.parse(output) as { streams?: readonly ProbedStream[] };
  const video = streams.find(
    (stream) => stream.codec_type === 'video' && stream.disposition?.attached_pic !== 1,
  );
  const audio = streams.find((stream) => stream.codec_type === 'audio');
  if (!video && !audio) throw new CommandError(`'${given}' holds neither picture nor sound`);
  return {
    path,
    video: video && { index: video.index, fps: frameRate(video.avg_frame_rate) },
    audio: audio && { index: audio.index, channels: audio.channels === 1 ? 1 : 2 },
  };
}

async function checkReadable(path: string, given: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
    if (!(await stat(path)).isDirectory()) return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT' ? 'there is no such file' : `it is not readable (${String(code)})`;
    throw new CommandError(`--file '${given}': ${reason}`);
  }
  throw new CommandError(`--file '${given}': it is a folder`);
}

/** `30000/1001` as a number; 30 for what has no rate of its own, such as a single picture. */
function frameRate(text = ''): number {
  const [numerator = 0, denominator = 1] = text.split('/').map(Number);
  const rate = numerator / denominator;
  return rate >= 1 && rate <= 120 ? rate : 30;
}
