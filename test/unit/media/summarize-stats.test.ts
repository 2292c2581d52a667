import { describe, expect, it } from 'vitest';
import type { StatsEntry, StatsReport } from '../../../lib/media/engine.js';
import {
  audioLevel,
  receivedStats,
  receivedVideoStats,
  sentStats,
  sentVideoStats,
} from '../../../lib/media/summarize-stats.js';

const report = (
  ...entries: (Pick<StatsEntry, 'id' | 'type'> & Record<string, unknown>)[]
): StatsReport => new Map(entries.map((entry) => [entry.id, { ...entry, timestamp: 5 }]));

describe('media statistics', () => {
  it('are taken from the entries of W3C webrtc-stats', () => {
    const received = report(
      { id: 'a', type: 'inbound-rtp', kind: 'audio', packetsReceived: 3, bytesReceived: 90 },
      {
        id: 'v',
        type: 'inbound-rtp',
        kind: 'video',
        packetsReceived: 7,
        packetsLost: 1,
        bytesReceived: 700,
        framesDecoded: 6,
        framesDropped: 2,
        frameWidth: 640,
        frameHeight: 480,
      },
    );
    expect(receivedStats(received)).toEqual({
      timestamp: 5,
      packetsReceived: 3,
      packetsLost: 0,
      bytesReceived: 90,
    });
    expect(receivedVideoStats(received)).toEqual({
      timestamp: 5,
      packetsReceived: 7,
      packetsLost: 1,
      bytesReceived: 700,
      framesDecoded: 6,
      framesDropped: 2,
      width: 640,
      height: 480,
    });
  });

  it('count what the receiver reported as lost', () => {
    const sent = report(
      { id: 'v', type: 'outbound-rtp', kind: 'video', packetsSent: 9, framesEncoded: 4 },
      { id: 'a', type: 'outbound-rtp', kind: 'audio', packetsSent: 5, bytesSent: 50 },
      { id: 'r', type: 'remote-inbound-rtp', kind: 'video', packetsLost: 2 },
    );
    expect(sentVideoStats('C1', sent)).toMatchObject({
      connectionId: 'C1',
      packetsSent: 9,
      packetsLost: 2,
      framesEncoded: 4,
    });
    expect(sentStats('C1', sent)).toMatchObject({ packetsSent: 5, packetsLost: 0, bytesSent: 50 });
  });

  it('are missing as long as nothing was sent or received', () => {
    const empty = report({ id: 't', type: 'transport' });
    expect(receivedStats(empty)).toBeUndefined();
    expect(receivedVideoStats(empty)).toBeUndefined();
    expect(sentStats('C1', empty)).toBeUndefined();
    expect(sentVideoStats('C1', empty)).toBeUndefined();
    expect(audioLevel(empty, 'inbound-rtp')).toBeUndefined();
  });

  it('give a loudness between 0 and 1', () => {
    const loud = report({ id: 's', type: 'media-source', kind: 'audio', audioLevel: 1.2 });
    expect(audioLevel(loud, 'media-source')).toBe(1);
    expect(audioLevel(loud, 'inbound-rtp')).toBeUndefined();
  });
});
