import { pipe } from 'valibot';
import { UsageError } from '../command-error.js';
import {
  checkFlag,
  choice,
  flag,
  number,
  text,
  type Option,
  type OptionValues,
} from '../command-options.js';
import { integer, rule } from '../../common/validation/index.js';
import type { Size } from './source.js';

/** Sides of the picture. Codecs want even ones. */
const smallest = 64;
const largest = 4096;

const side = pipe(
  integer(smallest, largest, `of sides from ${smallest} to ${largest}`),
  rule(
    (pixels) => pixels % 2 === 0,
    (pixels) => `must have even sides, got ${pixels}`,
  ),
);

const size: Option<Size | undefined> = {
  placeholder: 'WxH',
  help: 'size of the picture (default 1280x720, or as the file has it)',
  read(texts, name) {
    const given = texts.at(-1);
    if (given === undefined) return undefined;
    const match = /^(\d+)x(\d+)$/i.exec(given);
    if (!match)
      throw new UsageError(`${name} must look like 1280x720, got ${JSON.stringify(given)}`);
    const sides = { width: Number(match[1]), height: Number(match[2]) };
    for (const pixels of Object.values(sides)) checkFlag(side, pixels, name);
    return sides;
  },
};

export const demoOptions = {
  file: text('PATH', 'publish a media file, anything that ffmpeg decodes, instead of the pattern'),
  seconds: number(
    'N',
    'how long to measure (default 10; a file may end before)',
    { min: 1, max: 3600, whole: false },
    10,
  ),
  codec: choice(['vp8', 'vp9', 'h264', 'av1'], 'video codec (default vp8)', 'vp8'),
  size,
  fps: number('N', 'frames per second, 1 to 120 (default 30, or as the file has it)', {
    min: 1,
    max: 120,
    whole: false,
  }),
  lowLatency: flag('show frames as soon as they are decoded, without a buffer against jitter'),
  out: text('DIR', 'where snapshot, plot and recording go (default demo-out)', 'demo-out'),
  json: flag('print one JSON object on stdout, everything else on stderr'),
};

export type DemoOptions = OptionValues<typeof demoOptions>;
