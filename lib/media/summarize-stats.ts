import type { StatsEntry, StatsReport, TrackKind } from './engine.js';

/** What was received of one track since the subscriber connected. */
export interface ReceivedStats {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly bytesReceived: number;
}

export interface ReceivedVideoStats extends ReceivedStats {
  readonly framesDecoded: number;
  readonly framesDropped: number;
  readonly width: number;
  readonly height: number;
}

/** What was sent of one track to one receiver: a subscriber, or the media router. */
export interface SentStats {
  /** Connection id of the subscriber, or the media router's address. */
  readonly connectionId: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly packetsSent: number;
  /** As the receiver reports it. */
  readonly packetsLost: number;
  readonly bytesSent: number;
}

export interface SentVideoStats extends SentStats {
  readonly framesEncoded: number;
  readonly width: number;
  readonly height: number;
}

export function receivedStats(report: StatsReport): ReceivedStats | undefined {
  const entry = find(report, 'inbound-rtp', 'audio');
  return entry && received(entry);
}

export function receivedVideoStats(report: StatsReport): ReceivedVideoStats | undefined {
  const entry = find(report, 'inbound-rtp', 'video');
  return (
    entry && {
      ...received(entry),
      framesDecoded: number(entry, 'framesDecoded'),
      framesDropped: number(entry, 'framesDropped'),
      width: number(entry, 'frameWidth'),
      height: number(entry, 'frameHeight'),
    }
  );
}

export function sentStats(connectionId: string, report: StatsReport): SentStats | undefined {
  const entry = find(report, 'outbound-rtp', 'audio');
  return entry && sent(connectionId, entry, find(report, 'remote-inbound-rtp', 'audio'));
}

export function sentVideoStats(
  connectionId: string,
  report: StatsReport,
): SentVideoStats | undefined {
  const entry = find(report, 'outbound-rtp', 'video');
  return (
    entry && {
      ...sent(connectionId, entry, find(report, 'remote-inbound-rtp', 'video')),
      framesEncoded: number(entry, 'framesEncoded'),
      width: number(entry, 'frameWidth'),
      height: number(entry, 'frameHeight'),
    }
  );
}

/** Loudness of what is sent or received, 0–1, if the report has it. */
export function audioLevel(
  report: StatsReport,
  type: 'media-source' | 'inbound-rtp',
): number | undefined {
  const level = find(report, type, 'audio')?.['audioLevel'];
  return typeof level === 'number' ? Math.min(1, Math.max(0, level)) : undefined;
}

function find(report: StatsReport, type: string, kind: TrackKind): StatsEntry | undefined {
  for (const entry of report.values()) {
    if (entry.type === type && entry['kind'] === kind) return entry;
  }
  return undefined;
}

/** Members that a report has not yet count as 0. */
function number(entry: StatsEntry | undefined, member: string): number {
  const value = entry?.[member];
  return typeof value === 'number' ? value : 0;
}

function received(entry: StatsEntry): ReceivedStats {
  return {
    timestamp: entry.timestamp,
    packetsReceived: number(entry, 'packetsReceived'),
    packetsLost: number(entry, 'packetsLost'),
    bytesReceived: number(entry, 'bytesReceived'),
  };
}

function sent(connectionId: string, entry: StatsEntry, remote: StatsEntry | undefined): SentStats {
  return {
    connectionId,
    timestamp: entry.timestamp,
    packetsSent: number(entry, 'packetsSent'),
    packetsLost: number(remote, 'packetsLost'),
    bytesSent: number(entry, 'bytesSent'),
  };
}
