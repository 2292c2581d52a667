import { expect } from 'vitest';
import type { Subscriber } from '../../../lib/index.js';

/** Frames with different pictures come. */
export async function expectVideo(subscriber: Subscriber): Promise<void> {
  const pictures = new Set<string>();
  for await (const frame of subscriber.frames()) {
    pictures.add(Buffer.from(frame.toI420Buffer()).toString('base64'));
    if (pictures.size === 5) return;
  }
  expect.unreachable('the video has ended');
}

/** Some sound, sooner or later. */
export async function expectAudio(subscriber: Subscriber): Promise<void> {
  for await (const { samples } of subscriber.audio()) {
    if (samples.some((sample) => Math.abs(sample) > 1000)) return;
  }
  expect.unreachable('the audio has ended');
}

export async function expectMedia(...subscribers: readonly Subscriber[]): Promise<void> {
  await Promise.all(
    subscribers.flatMap((subscriber) => [expectVideo(subscriber), expectAudio(subscriber)]),
  );
}

/** As in a stats report, e.g. `video/VP8`. */
export async function receivedCodec(subscriber: Subscriber): Promise<unknown> {
  const report = await subscriber.getRtcStatsReport();
  const video = [...report.values()].find(
    (entry) => entry.type === 'inbound-rtp' && entry['kind'] === 'video',
  );
  return report.get(String(video?.['codecId']))?.['mimeType'];
}
