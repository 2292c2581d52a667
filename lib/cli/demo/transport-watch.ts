import type { StatsReport, Subscriber } from '../../index.js';
import { nowUs } from '../../measure/now-us.js';
import type { TransportSample } from '../../measure/timeline.js';

/** What a stats report says about the received stream. */
export function transportSample(report: StatsReport, atUs: number): TransportSample {
  const bytes = { video: 0, audio: 0 };
  let codec: string | undefined;
  for (const entry of report.values()) {
    const { kind, bytesReceived, codecId } = entry;
    if (entry.type !== 'inbound-rtp' || (kind !== 'video' && kind !== 'audio')) continue;
    if (typeof bytesReceived === 'number') bytes[kind] += bytesReceived;
    if (kind === 'video' && typeof codecId === 'string') {
      const mimeType = report.get(codecId)?.['mimeType'];
      if (typeof mimeType === 'string') codec = mimeType.replace(/^video\//i, '').toLowerCase();
    }
  }
  return { atUs, videoBytes: bytes.video, audioBytes: bytes.audio, codec };
}

/** Reads the stats of a subscriber every half second. */
export function watchTransport(
  subscriber: Subscriber,
  onSample: (sample: TransportSample) => void,
): Disposable {
  const read = async (): Promise<void> => {
    const atUs = nowUs();
    onSample(transportSample(await subscriber.getRtcStatsReport(), atUs));
  };
  const readQuietly = (): void => {
    // A failure to read is a missing point in the plot; why shows in the subscriber's own events.
    read().catch(() => undefined);
  };
  readQuietly();
  const timer = setInterval(readQuietly, 500);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
