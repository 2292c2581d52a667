import type { DemoRun } from './conduct.js';
import type { Delivery } from '../../measure/frame-tracker.js';
import { quantile } from '../../measure/quantiles.js';
import { latencies, type TimedValue } from '../../measure/timeline.js';

/** What `--json` prints, but for the plot. Times in milliseconds unless they say otherwise. */
export interface DemoSummary {
  /** From `connect()` to `connected`, of the slower of both processes. */
  readonly connectMs: number;
  /** From `publish()` to `streamCreated`. */
  readonly publishMs: number;
  /** From `subscribe()` to the first picture. */
  readonly firstFrameMs: number;
  readonly framesPublished: number;
  readonly framesReceived: number;
  readonly framesDropped: number;
  /** Received frames that were sent before one received earlier. */
  readonly framesOutOfOrder: number;
  /** Of the received picture. */
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  readonly codec: string | null;
  /** Of the received video, payload. */
  readonly bitrateKbps: number;
  /** From pushing a picture to getting it, over both processes; null if no frame could be recognised. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly max: number } | null;
  /** Null for a file without sound. */
  readonly audio: {
    /** Samples per channel. */
    readonly samplesReceived: number;
    readonly sampleRate: number;
    readonly channels: number;
    /** Relative to full scale; null for silence. */
    readonly rmsDb: number | null;
    readonly bitrateKbps: number;
  } | null;
  /** Of both processes together. */
  readonly signals: {
    readonly sent: number;
    readonly received: number;
    readonly rttMs: { readonly p50: number | null };
  };
  /** Path of the PNG. */
  readonly snapshot: string | null;
  /** Which frame it shows, as far as it was recognised: number from the start, and its time in the source. */
  readonly snapshotFrame: { readonly index: number; readonly mediaMs: number } | null;
  /** Path of the received sound, WAV. */
  readonly recording: string | null;
  /** Of the publisher and the subscriber process. */
  readonly exitCodes: readonly number[];
}

/** A summary, and the latencies over time that it was made of. */
export interface Findings {
  readonly summary: DemoSummary;
  readonly latencies: readonly TimedValue[];
}

/** Adds up a run. */
export function findingsOf(run: DemoRun): Findings {
  const { record, publisher, subscriber } = run;
  const all = record.frames.deliveries();
  const measured = all.filter((delivery) => delivery.measured);
  const { published, startUs = 0 } = record.frames;
  const delays = latencies(measured, startUs);
  const { snapshot } = subscriber;
  const shown = snapshot && all[snapshot.place]?.origin;
  const last = measured.at(-1)?.frame;
  const signals = [publisher.signals, subscriber.signals];
  const summary: DemoSummary = {
    connectMs: round(run.connectMs),
    publishMs: round(run.publishMs),
    firstFrameMs: round(run.firstFrameMs),
    framesPublished: published,
    framesReceived: measured.length,
    framesDropped: Math.max(0, published - measured.length),
    framesOutOfOrder: outOfOrder(measured),
    fps: round(rate(measured.map(({ frame }) => frame.receivedUs)), 2),
    width: last?.width ?? 0,
    height: last?.height ?? 0,
    codec: record.transport.at(-1)?.codec ?? null,
    bitrateKbps: bitrate(run, 'videoBytes'),
    latencyMs: spread(delays.map(({ value }) => value)),
    audio: audioSummary(run),
    signals: {
      sent: signals.reduce((sum, entry) => sum + entry.sent, 0),
      received: signals.reduce((sum, entry) => sum + entry.received, 0),
      rttMs: {
        p50: rounded(
          quantile(
            signals.flatMap(({ rttsMs }) => rttsMs),
            0.5,
          ),
          2,
        ),
      },
    },
    snapshot: snapshot?.path ?? null,
    snapshotFrame: shown ? { index: shown.index, mediaMs: shown.mediaUs / 1000 } : null,
    recording: subscriber.recording ?? null,
    exitCodes: run.exitCodes,
  };
  return { summary, latencies: delays };
}

function audioSummary(run: DemoRun): DemoSummary['audio'] {
  const { audio } = run.subscriber;
  if (!audio || audio.sampleRate === 0) return null;
  return { ...audio, rmsDb: rounded(audio.rmsDb), bitrateKbps: bitrate(run, 'audioBytes') };
}

/** Kilobits per second over the measurement. */
function bitrate({ record }: DemoRun, kind: 'videoBytes' | 'audioBytes'): number {
  const { startUs = Infinity } = record.frames;
  const samples = record.transport.filter(({ atUs }) => atUs >= startUs);
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.atUs <= first.atUs) return 0;
  return round(((last[kind] - first[kind]) * 8000) / (last.atUs - first.atUs));
}

/** Events per second between the first and the last. */
function rate(timesUs: readonly number[]): number {
  const spanUs = (timesUs.at(-1) ?? 0) - (timesUs[0] ?? 0);
  return spanUs > 0 ? ((timesUs.length - 1) * 1_000_000) / spanUs : 0;
}

function spread(values: readonly number[]): DemoSummary['latencyMs'] {
  const [p50, p95, max] = [0.5, 0.95, 1].map((q) => quantile(values, q));
  if (p50 === undefined || p95 === undefined || max === undefined) return null;
  return { p50: round(p50), p95: round(p95), max: round(max) };
}

function outOfOrder(deliveries: readonly Delivery[]): number {
  let newest = -1;
  let count = 0;
  for (const { origin } of deliveries) {
    if (!origin) continue;
    if (origin.index < newest) count += 1;
    newest = Math.max(newest, origin.index);
  }
  return count;
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}

function rounded(value: number | null | undefined, digits = 1): number | null {
  return value === null || value === undefined ? null : round(value, digits);
}
