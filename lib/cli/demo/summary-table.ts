import type { DemoSummary } from './summary.js';

/** The summary for people: what was measured on the left, figures on the right. */
export function summaryTable(summary: DemoSummary, plot: string | null): string {
  const { latencyMs, audio, signals, snapshotFrame } = summary;
  const rows: [string, string][] = [
    [
      'connect',
      `${ms(summary.connectMs)}, publish ${ms(summary.publishMs)}, first picture ${ms(summary.firstFrameMs)}`,
    ],
    [
      'video',
      `${summary.codec ?? 'unknown codec'} ${summary.width}x${summary.height}, ${summary.fps.toFixed(1)} fps, ${summary.bitrateKbps.toFixed(0)} kbit/s`,
    ],
    [
      'frames',
      `${summary.framesReceived} of ${summary.framesPublished} received, ${summary.framesDropped} dropped, ${summary.framesOutOfOrder} out of order`,
    ],
    [
      'latency',
      latencyMs
        ? `p50 ${ms(latencyMs.p50)}, p95 ${ms(latencyMs.p95)}, max ${ms(latencyMs.max)}`
        : 'unknown: no picture could be recognised',
    ],
    [
      'audio',
      audio
        ? `${(audio.samplesReceived / audio.sampleRate).toFixed(2)} s at ${audio.sampleRate} Hz, ${channels(audio.channels)}, ${audio.rmsDb === null ? 'silence' : `${audio.rmsDb.toFixed(1)} dB`}, ${audio.bitrateKbps.toFixed(0)} kbit/s`
        : 'none',
    ],
    [
      'signals',
      `${signals.received} of ${signals.sent} received${signals.rttMs.p50 === null ? '' : `, round trip p50 ${ms(signals.rttMs.p50)}`}`,
    ],
    ['exit codes', `publisher ${summary.exitCodes[0]}, subscriber ${summary.exitCodes[1]}`],
    [
      'snapshot',
      `${summary.snapshot ?? 'none'}${snapshotFrame ? ` (frame ${snapshotFrame.index})` : ''}`,
    ],
    ['recording', summary.recording ?? 'none'],
    ['plot', plot ?? 'none'],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}\n`).join('');
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

function channels(count: number): string {
  return count === 1 ? 'mono' : count === 2 ? 'stereo' : `${count} channels`;
}
