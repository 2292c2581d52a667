import type { Resource } from './message-uri.js';
import type { MuteSessionMessage, SignalMessage } from './jsep-message.js';
import type { StreamDescription } from './session-objects.js';

/** Wire form of what a publisher says of its stream (protocol §9). */
export function streamContent(id: string, stream: StreamDescription): object {
  const { name, audioFallbackEnabled, channels: channel, minBitrate, maxBitrate } = stream;
  return { id, name, audioFallbackEnabled, channel, minBitrate, maxBitrate };
}

/** An empty type is left out, as other clients do. */
export function signalContent({ type, data }: SignalMessage): object {
  return type === '' ? { data } : { type, data };
}

export function signalResource({ signalId, to }: SignalMessage): Resource {
  return to === undefined
    ? { resource: 'signal', signalId }
    : { resource: 'signal', signalId, connectionId: to };
}

export function muteSessionContent({ active, excluded }: MuteSessionMessage): object {
  return { mute: { active, excluded } };
}
