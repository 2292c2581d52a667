import { isServerAddress } from '../../protocol/wire/header-names.js';
import type { SignalMessage } from '../../protocol/messages/jsep-message.js';
import type {
  ArchiveInfo,
  ConnectionInfo,
  ConnectionReason,
  MuteState,
  StreamInfo,
  StreamReason,
} from '../../protocol/messages/session-objects.js';
import type {
  ChannelUpdatedMessage,
  ServerMessage,
  SessionStateMessage,
  StreamUpdatedMessage,
} from '../../protocol/messages/server-message.js';
import { BoundedSet } from '../../common/bounded-set.js';
import type { EmitModelEvent } from './session-client-events.js';
import { SessionStream } from './session-stream.js';
import { EarlyArrivals } from './early-arrivals.js';

/** Takes what the model finds out, in order. */
export interface SessionModelOutput {
  /** The session state is there: first of all calls. */
  loaded(connection: ConnectionInfo): void;
  /** An event of the session. */
  readonly emit: EmitModelEvent;
  /** The server ended the own connection. */
  ownConnectionDropped(reason: ConnectionReason): void;
  ownStreamCreated(stream: SessionStream): void;
  ownStreamMuted(stream: SessionStream): void;
  /** A stream is gone, one's own or another's; the latter after its event. */
  streamGone(stream: SessionStream, reason: StreamReason): void;
  /** After the event. */
  connectionGone(connection: ConnectionInfo): void;
  /** The router will soon switch the stream's video off, or no longer will. */
  qualityWarning(stream: SessionStream, active: boolean): void;
}

interface Received {
  readonly message: ServerMessage;
  readonly from: string;
}

/** Ids of the departed that are remembered, so that a late message does not bring them back. */
const departedRemembered = 4096;
/** Messages that may wait for what they refer to. */
const messagesWaiting = 1024;

/**
 * Who and what is in the session. Pure: server messages in, ordered events out.
 *
 * The order of messages is not trusted: what comes too early waits for what it refers to, what comes twice or too late
 * changes nothing. Ids are never used twice, so whoever has left does not come back.
 */
export class SessionModel {
  readonly #ownId: string;
  readonly #output: SessionModelOutput;
  readonly #connections = new Map<string, ConnectionInfo>();
  readonly #streams = new Map<string, SessionStream>();
  readonly #archives = new Map<string, ArchiveInfo>();
  readonly #departed = new BoundedSet<string>(departedRemembered);
  readonly #waiting = new EarlyArrivals<Received>(messagesWaiting);
  #early: Received[] | undefined = [];
  #muteActive = false;

  constructor(ownId: string, output: SessionModelOutput) {
    this.#ownId = ownId;
    this.#output = output;
  }

  /** Undefined before the session state was loaded. */
  get own(): ConnectionInfo | undefined {
    return this.#connections.get(this.#ownId);
  }

  /** Everybody else, in order of arrival. */
  get connections(): readonly ConnectionInfo[] {
    return [...this.#connections.values()].filter(({ id }) => id !== this.#ownId);
  }

  /** The streams of the others, in order of arrival. */
  get streams(): readonly SessionStream[] {
    return [...this.#streams.values()].filter((stream) => !this.#isOwn(stream));
  }

  get muteActive(): boolean {
    return this.#muteActive;
  }

  /** Any stream, own ones too. */
  stream(id: string): SessionStream | undefined {
    return this.#streams.get(id);
  }

  /** Whether to listen to messages from that address: members and the session server. */
  knowsSender(address: string): boolean {
    return this.#connections.has(address) || isServerAddress(address);
  }

  /**
   * The reply to the session read: `loaded`, then everybody present, then every stream, then what arrived before it.
   *
   * @returns The own connection; undefined, with nothing emitted, if it is not in the state.
   */
  load(state: SessionStateMessage): ConnectionInfo | undefined {
    const own = state.connections.find(({ id }) => id === this.#ownId);
    if (!own) return undefined;
    this.#connections.set(own.id, own);
    this.#muteActive = state.mute?.active ?? false;
    this.#output.loaded(own);
    for (const connection of state.connections) this.#addConnection(connection);
    for (const stream of state.streams) this.#addStream(stream);
    for (const archive of state.archives) this.#updateArchive(archive);
    if (this.#muteActive) this.#output.emit('muteForced', { active: true });
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const { message, from } of early) this.handle(message, from);
    return own;
  }

  /** Messages of other kinds are ignored. `from` is the sender's address. */
  handle(message: ServerMessage, from: string): void {
    if (this.#early) {
      this.#early.push({ message, from });
      return;
    }
    switch (message.kind) {
      case 'connection-created':
        this.#addConnection(message.connection);
        break;
      case 'connection-deleted':
        this.#dropConnection(message.connectionId, message.reason);
        break;
      case 'stream-created':
        this.#addStream(message.stream);
        break;
      case 'stream-deleted':
        this.#dropStream(message.streamId, message.reason);
        break;
      case 'stream-updated':
      case 'channel-updated':
        this.#updateStream(message, from);
        break;
      case 'signal':
        this.#signal(message, from);
        break;
      case 'archive-created':
      case 'archive-updated':
        this.#updateArchive(message.archive);
        break;
      case 'mute-session':
        this.#muteSession(message);
        break;
      case 'mute-stream':
        this.#muteStream(message.streamId);
        break;
      default:
    }
  }

  #addConnection(connection: ConnectionInfo): void {
    const { id } = connection;
    if (this.#connections.has(id) || this.#departed.has(id)) return;
    this.#connections.set(id, connection);
    this.#output.emit('connectionCreated', { connection });
    this.#deliverWaiting(id);
  }

  #dropConnection(id: string, reason: ConnectionReason): void {
    if (id === this.#ownId) {
      this.#output.ownConnectionDropped(reason);
      return;
    }
    const connection = this.#connections.get(id);
    for (const stream of [...this.#streams.values()]) {
      if (stream.connection.id === id) this.#dropStream(stream.id, reason);
    }
    this.#forget(id);
    if (!this.#connections.delete(id) || !connection) return;
    this.#output.emit('connectionDropped', { connection, reason });
    this.#output.connectionGone(connection);
  }

  #addStream(info: StreamInfo): void {
    if (this.#streams.has(info.id) || this.#departed.has(info.id)) return;
    const connection = this.#connections.get(info.connectionId);
    if (!connection) {
      this.#await(info.connectionId, { kind: 'stream-created', stream: info }, '');
      return;
    }
    const stream = new SessionStream(info, connection);
    this.#streams.set(stream.id, stream);
    if (this.#isOwn(stream)) this.#output.ownStreamCreated(stream);
    else this.#output.emit('streamReceived', { stream });
    this.#deliverWaiting(stream.id);
  }

  #dropStream(id: string, reason: StreamReason): void {
    const stream = this.#streams.get(id);
    this.#forget(id);
    if (!this.#streams.delete(id) || !stream) return;
    if (!this.#isOwn(stream)) this.#output.emit('streamDropped', { stream, reason });
    this.#output.streamGone(stream, reason);
  }

  #updateStream(message: StreamUpdatedMessage | ChannelUpdatedMessage, from: string): void {
    const stream = this.#streams.get(message.streamId);
    if (!stream) {
      this.#await(message.streamId, message, from);
    } else if (message.kind === 'stream-updated') {
      if (message.name !== undefined) stream.rename(message.name);
    } else {
      this.#updateChannel(stream, message);
    }
  }

  #updateChannel(stream: SessionStream, { channelId, changes }: ChannelUpdatedMessage): void {
    const before = pick(stream);
    stream.updateChannel(channelId, changes);
    if (changes.disableWarning !== undefined) {
      this.#output.qualityWarning(stream, changes.disableWarning);
    }
    if (this.#isOwn(stream)) return;
    const { hasAudio, hasVideo, width, height } = pick(stream);
    if (hasAudio !== before.hasAudio)
      this.#output.emit('streamHasAudioChanged', { stream, hasAudio });
    if (hasVideo !== before.hasVideo)
      this.#output.emit('streamHasVideoChanged', { stream, hasVideo });
    if (width !== before.width || height !== before.height) {
      this.#output.emit('streamDimensionsChanged', { stream, width, height });
    }
  }

  #signal(message: SignalMessage, from: string): void {
    const { type, data } = message;
    const connection = this.#connections.get(from);
    if (connection || from === '' || isServerAddress(from)) {
      this.#output.emit('signal', { type, data, connection });
    } else {
      this.#await(from, message, from);
    }
  }

  #updateArchive(archive: ArchiveInfo): void {
    const previous = this.#archives.get(archive.id)?.status;
    this.#archives.set(archive.id, archive);
    if (archive.status === previous) return;
    if (archive.status === 'started') this.#output.emit('archiveStarted', { archive });
    if (archive.status === 'stopped') this.#output.emit('archiveStopped', { archive });
  }

  #muteSession({ active, excluded }: MuteState): void {
    this.#muteActive = active;
    this.#output.emit('muteForced', { active });
    if (!active) return;
    for (const stream of [...this.#streams.values()]) {
      if (!this.#isOwn(stream) || excluded.includes(stream.id)) continue;
      this.#output.ownStreamMuted(stream);
    }
  }

  #muteStream(streamId: string): void {
    const stream = this.#streams.get(streamId);
    if (!stream) this.#await(streamId, { kind: 'mute-stream', streamId }, '');
    else if (this.#isOwn(stream)) this.#output.ownStreamMuted(stream);
  }

  #isOwn(stream: SessionStream): boolean {
    return stream.connection.id === this.#ownId;
  }

  #forget(id: string): void {
    this.#departed.add(id);
    this.#waiting.take(id);
  }

  #await(id: string, message: ServerMessage, from: string): void {
    if (!this.#departed.has(id)) this.#waiting.wait(id, { message, from });
  }

  #deliverWaiting(id: string): void {
    for (const { message, from } of this.#waiting.take(id)) this.handle(message, from);
  }
}

/** A copy of the attributes whose changes are announced. */
function pick({ hasAudio, hasVideo, width, height }: SessionStream) {
  return { hasAudio, hasVideo, width, height };
}
