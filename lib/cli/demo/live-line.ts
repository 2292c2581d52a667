import { nowUs } from '../../measure/now-us.js';
import { quantile } from '../../measure/quantiles.js';
import { bitrates, latencies } from '../../measure/timeline.js';
import type { DemoRecord } from './record.js';

/** What happened in the last second, for somebody who watches. Empty before the first frame. */
export function liveLine(record: DemoRecord, atUs = nowUs()): string {
  const { startUs } = record.frames;
  if (startUs === undefined) return '';
  const recent = record.frames.recent(Math.max(startUs, atUs - 1_000_000));
  const latency = quantile(
    latencies(recent, startUs).map(({ value }) => value),
    0.5,
  );
  const bitrate = bitrates(record.transport, startUs).at(-1)?.value;
  const last = recent.at(-1)?.frame;
  const level = record.audio?.rmsDb ?? undefined;
  return [
    `${Math.round((atUs - startUs) / 1_000_000)} s`.padStart(6),
    `${recent.length} fps`.padStart(8),
    last ? `${last.width}x${last.height}` : 'no picture',
    bitrate === undefined ? '' : `${bitrate.toFixed(2)} Mbit/s`,
    latency === undefined ? '' : `latency ${latency.toFixed(0)} ms`,
    level === undefined ? '' : `sound ${level.toFixed(0)} dB`,
  ]
    .filter((part) => part !== '')
    .join('   ');
}
