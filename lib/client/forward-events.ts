import type { Directory } from './directory.js';
import type { SessionEvents } from './session-events.js';
import type { SessionClient } from '../signaling/session/session-client.js';

export interface Forwarding {
  /** Whether `connectionCreated` and `connectionDropped` are left out. */
  readonly suppressConnections: boolean;
  readonly emit: <Name extends keyof SessionEvents>(
    name: Name,
    payload: SessionEvents[Name],
  ) => void;
}

/** Raises the session client's events, with connections and streams as the application knows them. */
export function forwardEvents(
  client: SessionClient,
  directory: Directory,
  { suppressConnections, emit }: Forwarding,
): void {
  for (const name of ['reconnectionStart', 'reconnectionSuccess'] as const) {
    client.on(name, () => {
      emit(name, {});
    });
  }
  for (const name of ['archiveStarted', 'archiveStopped'] as const) {
    client.on(name, (event) => {
      emit(name, event);
    });
  }
  client.on('muteForced', (event) => {
    emit('muteForced', event);
  });
  client.on('connected', ({ connection }) => {
    emit('connected', { connection: directory.connection(connection) });
  });
  if (!suppressConnections) {
    client.on('connectionCreated', ({ connection }) => {
      emit('connectionCreated', { connection: directory.connection(connection) });
    });
    client.on('connectionDropped', ({ connection, reason }) => {
      emit('connectionDropped', { connection: directory.connection(connection), reason });
    });
  }
  client.on('streamReceived', ({ stream }) => {
    emit('streamReceived', { stream: directory.stream(stream) });
  });
  client.on('streamDropped', ({ stream, reason }) => {
    emit('streamDropped', { stream: directory.stream(stream), reason });
  });
  client.on('streamHasAudioChanged', ({ stream, hasAudio }) => {
    emit('streamHasAudioChanged', { stream: directory.stream(stream), hasAudio });
  });
  client.on('streamHasVideoChanged', ({ stream, hasVideo }) => {
    emit('streamHasVideoChanged', { stream: directory.stream(stream), hasVideo });
  });
  client.on('streamDimensionsChanged', ({ stream, width, height }) => {
    emit('streamDimensionsChanged', { stream: directory.stream(stream), width, height });
  });
  client.on('signal', ({ type, data, connection }) => {
    emit('signal', { type, data, connection: connection && directory.connection(connection) });
  });
}
