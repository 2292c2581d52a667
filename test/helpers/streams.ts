import type { StreamDescription } from '../../lib/protocol/index.js';

/** What a publisher with camera and microphone says of its stream. */
export const cameraStream: StreamDescription = {
  name: 'Ann',
  audioFallbackEnabled: true,
  channels: [
    { id: 'audio1', type: 'audio', active: true },
    {
      id: 'video1',
      type: 'video',
      active: true,
      width: 640,
      height: 480,
      orientation: 0,
      source: 'camera',
      fitMode: 'cover',
    },
  ],
};
