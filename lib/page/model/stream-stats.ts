import type { StatsEntry, StatsReport } from '../../media/engine.js';

/** What was received in the last second. */
export interface Sample {
  /** Seconds since the epoch. */
  readonly at: number;
  readonly mbps: number;
  readonly fps: number;
  /** Percent of the packets. */
  readonly loss: number;
  /** Milliseconds. */
  readonly jitter: number;
  /** Milliseconds; undefined before it was measured. */
  readonly rtt: number | undefined;
  /** Of the video, since the beginning. */
  readonly freezes: number;
  /** 0 to 1. */
  readonly level: number;
  /** For example `VP8`; empty before the first frame. */
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  /** Through which candidates media comes, for example `host → srflx`; empty before it is known. */
  readonly path: string;
}

/** Samples kept of a stream: two minutes. */
const maxSamples = 120;

/** Turns the totals of statistics into what happens each second. */
export class StreamStats {
  readonly samples: Sample[] = [];
  #last: { at: number; bytes: number; frames: number; packets: number; lost: number } | undefined;

  add(report: StatsReport): void {
    const entries = [...report.values()];
    const video = inbound(entries, 'video');
    const audio = inbound(entries, 'audio');
    const sum = (name: string): number => number(video, name) + number(audio, name);
    const now = {
      at: Date.now() / 1000,
      bytes: sum('bytesReceived'),
      frames: number(video, 'framesDecoded'),
      packets: sum('packetsReceived'),
      lost: sum('packetsLost'),
    };
    const before = this.#last;
    this.#last = now;
    if (!before || now.at <= before.at) return;
    const seconds = now.at - before.at;
    const lost = Math.max(0, now.lost - before.lost);
    const packets = Math.max(0, now.packets - before.packets) + lost;
    const codec = report.get(String(video?.['codecId']))?.['mimeType'];
    this.samples.push({
      at: now.at,
      mbps: (Math.max(0, now.bytes - before.bytes) * 8) / seconds / 1_000_000,
      fps: Math.max(0, now.frames - before.frames) / seconds,
      loss: packets === 0 ? 0 : (lost / packets) * 100,
      jitter: number(video ?? audio, 'jitter') * 1000,
      freezes: number(video, 'freezeCount'),
      level: number(audio, 'audioLevel'),
      codec: typeof codec === 'string' ? codec.replace(/^video\//, '') : '',
      width: number(video, 'frameWidth'),
      height: number(video, 'frameHeight'),
      ...pathOf(report, entries),
    });
    if (this.samples.length > maxSamples) this.samples.shift();
  }
}

function pathOf(report: StatsReport, entries: readonly StatsEntry[]): Pick<Sample, 'path' | 'rtt'> {
  const transport = entries.find(({ type }) => type === 'transport');
  const pair = report.get(String(transport?.['selectedCandidatePairId']));
  if (!pair) return { path: '', rtt: undefined };
  const kind = (id: unknown): string => {
    const type = report.get(String(id))?.['candidateType'];
    return typeof type === 'string' ? type : '?';
  };
  const rtt = pair['currentRoundTripTime'];
  return {
    path: `${kind(pair['localCandidateId'])} → ${kind(pair['remoteCandidateId'])}`,
    rtt: typeof rtt === 'number' ? rtt * 1000 : undefined,
  };
}

function inbound(entries: readonly StatsEntry[], kind: string): StatsEntry | undefined {
  return entries.find((entry) => entry.type === 'inbound-rtp' && entry['kind'] === kind);
}

function number(entry: StatsEntry | undefined, name: string): number {
  const value = entry?.[name];
  return typeof value === 'number' ? value : 0;
}
