import type { MediaFile } from './media-file.js';
import { startTool, type MediaTool } from './ffmpeg.js';

/** How a file is to be delivered. */
export interface DecodeOptions {
  /** Fits the picture into this size, with black bars where the shape differs. Default: as it is, made even. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Frames per second, by repeating and leaving out. Default: the file's own timestamps. */
  readonly fps?: number;
  /** Ends after so much of the file. */
  readonly seconds: number;
}

/** Hertz of the delivered sound. */
export const decodedSampleRate = 48_000;

/**
 * Starts ffmpeg on a file: Matroska on its output with I420 pictures (BT.601, limited range, upright, square pixels)
 * and 16-bit PCM whose gaps are filled, so that the n-th sample is the sound of n / 48000 s.
 */
export function startDecoder(file: MediaFile, options: DecodeOptions): MediaTool {
  const args = [
    ['-nostdin', '-v', 'error', '-i', `file:${file.path}`],
    ['-filter_complex', filters(file, options), '-map', '[v]', '-c:v', 'rawvideo'],
    file.audio ? ['-map', '[a]', '-c:a', 'pcm_s16le', '-ac', String(file.audio.channels)] : [],
    ['-t', String(options.seconds), '-f', 'matroska', 'pipe:1'],
  ].flat();
  return startTool('ffmpeg', args, `'${file.path}'`);
}

function filters(file: MediaFile, { size, fps }: DecodeOptions): string {
  const sound = `aresample=${decodedSampleRate}:async=1000:first_pts=0`;
  const fit = size
    ? [
        `scale='round(min(${size.width},${size.height}*dar)/2)*2'` +
          `:'round(min(${size.height},${size.width}/dar)/2)*2':${colours}`,
        `pad=${size.width}:${size.height}:-1:-1`,
      ]
    : [`scale='round(iw*sar/2)*2':'round(ih/2)*2':${colours}`];
  const picture = [...(fps === undefined ? [] : [`fps=${fps}`]), ...fit, 'setsar=1,format=yuv420p'];
  const chains: string[] = [];
  if (file.video) chains.push(`[0:${file.video.index}]${picture.join(',')}[v]`);
  if (file.audio && file.video) chains.push(`[0:${file.audio.index}]${sound}[a]`);
  if (file.audio && !file.video) {
    // Sound alone gets a picture of itself.
    const { width, height } = size ?? { width: 1280, height: 720 };
    chains.push(
      `[0:${file.audio.index}]${sound},asplit[a][w]`,
      `[w]showwaves=s=${width}x${height}:r=${fps ?? 30}:mode=cline,format=yuv420p[v]`,
    );
  }
  return chains.join(';');
}

const colours = 'out_color_matrix=bt601:out_range=tv';
