import type { PublishOptions } from '../../lib/signaling/session/publication.js';
import { streamInfo } from './rigs/client-rig.js';
import type { FakeEngine } from './fakes/fake-engine.js';

/** A stream with sound and picture, and its tracks. */
export function publishOptions(engine: FakeEngine, streamId = 'S') {
  const { name, audioFallbackEnabled, channels } = streamInfo(streamId, '');
  const audio = engine.createAudioTrack({ sampleRate: 48000, channels: 1 });
  const video = engine.createVideoTrack();
  return {
    streamId,
    description: { name, audioFallbackEnabled, channels },
    tracks: [{ track: audio }, { track: video, options: { maxBitrate: 500_000 } }] as const,
  } satisfies PublishOptions;
}
