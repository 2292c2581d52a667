import { silentLog, type Log } from '../../common/log.js';
import { onAbort } from '../../common/on-abort.js';
import { Emitter, type Listener, type ListenerErrorHandler } from '../../common/emitter.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import type { PeerConnectionEngine } from '../../media/engine.js';
import { createId } from '../../protocol/ids.js';
import type {
  MuteSessionMessage,
  MuteStreamMessage,
} from '../../protocol/messages/jsep-message.js';
import type { ConnectionInfo, Permission } from '../../protocol/messages/session-objects.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import { resolveConfig, type SignalingConfig } from '../signaling-config.js';
import type { IceConfig } from '../negotiation/ice-config.js';
import { LiveSession, type LiveSessionOutput } from './live-session.js';
import { MessagingSocket } from '../connection/messaging-socket.js';
import type { Messaging, MessagingSocketOptions } from '../connection/messaging-types.js';
import { Publication, type PublishOptions } from './publication.js';
import type { ReconnectPolicy } from '../connection/reconnect-policy.js';
import type { SessionClientEvents } from './session-client-events.js';
import { SessionInfoClient, type SessionInfoQuery } from '../connection/session-info-client.js';
import { SessionStateMachine, type SessionState } from './session-state.js';
import type { SessionStream } from './session-stream.js';
import { Deferred } from '../../common/deferred.js';
import type { SubscribeOptions } from './subscribe-options.js';
import { Subscription } from './subscription.js';
import type { Platform } from '../platform.js';
import { cancellation } from '../connection/cancellation.js';

export interface SessionClientOptions {
  /** Base URL of the API that gives session info. */
  readonly apiUrl: string;
  /** API key, or application id. */
  readonly apiKey: string;
  readonly sessionId: string;
  readonly engine: PeerConnectionEngine;
  readonly platform: Platform;
  /** Timers, limits and names; what is missing has its default. */
  readonly config?: SignalingConfig | undefined;
  readonly ice?: IceConfig | undefined;
  /** Default: the protocol's, with the times of `config`. */
  readonly reconnectPolicy?: ReconnectPolicy | undefined;
  /** Called with errors that listeners throw. Default: they are thrown again from a microtask. */
  readonly onListenerError?: ListenerErrorHandler | undefined;
  /** Called with messages that could not be understood and were ignored. */
  readonly onIgnored?: ((error: unknown) => void) | undefined;
  /** Of the area `session`, with the session's id. Default: nowhere. */
  readonly log?: Log | undefined;
  /** For tests and other backends. */
  readonly parts?: Partial<SessionClientParts> | undefined;
}

/** The replaceable parts. */
export interface SessionClientParts {
  readonly getSessionInfo: (query: SessionInfoQuery) => Promise<SessionInfo>;
  readonly createMessaging: (options: MessagingSocketOptions) => Messaging;
}

export interface ConnectOptions {
  /** Aborting rejects with the signal's reason; no event but `stateChanged` is raised for it. */
  readonly signal?: AbortSignal | undefined;
}

export interface SignalOptions {
  /** Connection id of the only receiver. Default: everybody, the sender too. */
  readonly to?: string | undefined;
  /** Default true: a signal sent during a loss is queued and sent once, in order, after it. */
  readonly retryAfterReconnect?: boolean | undefined;
}

/** What the own connection may do, from its token's role and what the server offers. */
export interface Capabilities {
  readonly canPublish: boolean;
  readonly canSubscribe: boolean;
  readonly canSignal: boolean;
  readonly canForceMute: boolean;
  readonly canForceDisconnect: boolean;
  readonly canForceUnpublish: boolean;
}

/** A `connect` under way. */
interface Attempt {
  readonly controller: AbortController;
  /** Resolves when it has succeeded, or failed and left nothing behind. */
  readonly over: Deferred<undefined>;
}

/**
 * One session as the facade sees it: signalling and negotiation, no media sources and no Node.
 *
 * A failed operation rejects with a `SessionError` and raises no event besides. Listeners run in wire order and may
 * call anything.
 */
export class SessionClient {
  readonly #options: SessionClientOptions;
  readonly #config: SignalingConfig;
  readonly #parts: SessionClientParts;
  readonly #log: Log;
  readonly #events: Emitter<SessionClientEvents>;
  readonly #machine = new SessionStateMachine((change) =>
    this.#events.emit('stateChanged', change),
  );
  #live: LiveSession | undefined;
  #connecting: Attempt | undefined;
  /** The farewell under way; `left` never rejects. */
  #leaving: { readonly live: LiveSession; readonly left: Promise<void> } | undefined;

  constructor(options: SessionClientOptions) {
    const { platform, parts } = options;
    this.#options = options;
    const config = options.config ?? resolveConfig();
    this.#config = config;
    const log = options.log ?? silentLog;
    this.#log = log;
    this.#events = new Emitter(options.onListenerError);
    this.#parts = {
      getSessionInfo: (query) => new SessionInfoClient({ platform, config, log }).get(query),
      createMessaging: (messagingOptions) => new MessagingSocket(messagingOptions),
      ...parts,
    };
  }

  get state(): SessionState {
    return this.#machine.state;
  }

  /** The own connection while joined. */
  get connection(): ConnectionInfo | undefined {
    return this.#machine.joined ? this.#live?.model.own : undefined;
  }

  /** All false unless joined. */
  get capabilities(): Capabilities {
    const may = (permission: Permission): boolean =>
      this.connection?.permissions.includes(permission) ?? false;
    return {
      canPublish: may('publish'),
      canSubscribe: may('subscribe'),
      canSignal: may('signal'),
      canForceMute: may('forcemute') && (this.#live?.hasForceMute ?? false),
      canForceDisconnect: may('forcedisconnect'),
      canForceUnpublish: may('forceunpublish'),
    };
  }

  /** Everybody else in the session, in order of arrival. */
  get connections(): readonly ConnectionInfo[] {
    return this.#live?.model.connections ?? [];
  }

  /** The streams of the others, in order of arrival. */
  get streams(): readonly SessionStream[] {
    return this.#live?.model.streams ?? [];
  }

  /** Whether a moderator has muted the session: streams published now start muted. */
  get muteForced(): boolean {
    return this.#live?.model.muteActive ?? false;
  }

  on<Name extends keyof SessionClientEvents>(
    name: Name,
    listener: Listener<SessionClientEvents[Name]>,
  ): void {
    this.#events.on(name, listener);
  }

  /**
   * Resolves after `connected`, and everything that follows it at once, was raised. May be called again after
   * `disconnected` or a failure. `disconnect()` (1010) or an abort (the signal's reason) meanwhile rejects without any
   * event but `stateChanged`.
   *
   * Rejects with 1015 unless the session is `new` or `disconnected`; with 1004, 1005, 1006, 1020, 1021, 1022, 1023,
   * 1026, 1027 or 2001 if it cannot be joined; with `TypeError` for an `apiUrl` that is none.
   */
  async connect(token: string, { signal }: ConnectOptions = {}): Promise<ConnectionInfo> {
    this.#machine.require('connecting');
    const controller = new AbortController();
    const attempt = { controller, over: new Deferred<undefined>() };
    // Before the event: a listener may end it at once.
    this.#connecting = attempt;
    this.#machine.transition('connecting');
    const forgetSignal = onAbort(signal, () => {
      controller.abort(signal?.reason);
    });
    try {
      return await this.#join(token, controller.signal);
    } catch (error) {
      this.#live?.dispose();
      this.#live = undefined;
      if (this.#connecting === attempt) this.#connecting = undefined;
      if (this.state === 'connecting') this.#machine.transition('disconnected');
      throw controller.signal.aborted ? controller.signal.reason : error;
    } finally {
      forgetSignal();
      attempt.over.resolve(undefined);
    }
  }

  /**
   * Ends publications and subscriptions, says goodbye to the server, raises `disconnected`; cancels a `connect` under
   * way. Resolves when the session may be connected again; does nothing without one. Never rejects.
   */
  async disconnect(): Promise<void> {
    const attempt = this.#connecting;
    attempt?.controller.abort(cancellation('the session was disconnected before it was connected'));
    const live = this.#live;
    if (live && this.#machine.joined) this.#leaving = { live, left: this.#leave(live) };
    await this.#leaving?.left;
    await attempt?.over.promise;
  }

  /** Leaves at once and raises nothing any more. Idempotent, legal in every state. */
  dispose(): void {
    if (this.state === 'disposed') return;
    this.#events.close();
    this.#machine.transition('disposed');
    this.#connecting?.controller.abort(cancellation('the session was disposed'));
    this.#live?.dispose();
    this.#live = undefined;
    this.#leaving?.live.dispose();
  }

  /**
   * Starts publishing; see `Publication.created` for how it went.
   * @throws SessionError 1010 unless joined; RangeError for a stream id in use or two tracks of a kind.
   */
  publish(options: PublishOptions): Publication {
    return new Publication(options, this.#joined('publish').transfers);
  }

  /**
   * Starts receiving a stream, one's own too; see `Subscription.connected` for how it went.
   * @throws SessionError 1010 unless joined, 1604 if there is no such stream.
   */
  subscribe(streamId: string, options: SubscribeOptions = {}): Subscription {
    const { model, transfers } = this.#joined('subscribe');
    const stream = model.stream(streamId);
    if (stream) return new Subscription(stream, options, transfers);
    throw new SessionError(
      ErrorCode.SubscriberServerCannotFindStream,
      `there is no stream ${streamId} in the session`,
      { source: 'subscriber' },
    );
  }

  /** Both texts may be empty. Rejects with 1413, 1414, 1461 (limits), 404 (receiver gone), 1010 or 1550. */
  async signal(type: string, data: string, options: SignalOptions = {}): Promise<void> {
    const { to, retryAfterReconnect: retry } = options;
    const target = to === undefined ? {} : { to };
    const message = { kind: 'signal', signalId: createId(), type, data, ...target } as const;
    await this.#joined('signal').request('signal', message, { retry });
  }

  /** Rejects with 1010, or 1520 if the right is missing or there is no such connection. */
  async forceDisconnect(connectionId: string): Promise<void> {
    const message = { kind: 'connection-delete', connectionId } as const;
    await this.#joined('forceDisconnect').request('forceDisconnect', message);
  }

  /** Rejects with 1010, or 1535 if the right is missing or there is no such stream. */
  async forceUnpublish(streamId: string): Promise<void> {
    const message = { kind: 'stream-delete', streamId } as const;
    await this.#joined('forceUnpublish').request('forceUnpublish', message);
  }

  /**
   * Mutes every stream but those, and those to come, until `disableMute`. Rejects with 1010, or 1540 if the right or
   * the server's extension is missing.
   */
  async muteAll(excludedStreamIds: readonly string[] = []): Promise<void> {
    await this.#mute({ kind: 'mute-session', active: true, excluded: excludedStreamIds });
  }

  /** Ends `muteAll` for streams to come. Rejects as that does. */
  async disableMute(): Promise<void> {
    await this.#mute({ kind: 'mute-session', active: false, excluded: [] });
  }

  /** Rejects as `muteAll` does, also if there is no such stream. */
  async muteStream(streamId: string): Promise<void> {
    await this.#mute({ kind: 'mute-stream', streamId });
  }

  /**
   * To be called when the machine's addresses have changed: proves the messaging connection or reconnects at once, and restarts
   * ICE, instead of waiting until either notices.
   */
  networkChanged(): void {
    if (this.#machine.joined) this.#live?.networkChanged();
  }

  async #join(token: string, signal: AbortSignal): Promise<ConnectionInfo> {
    await this.#leaving?.left;
    signal.throwIfAborted();
    const { apiUrl, apiKey, sessionId, ice = {}, onIgnored, ...options } = this.#options;
    const connectionId = createId();
    const query = { apiUrl, apiKey, sessionId, token, connectionId, signal };
    const info = await this.#parts.getSessionInfo(query);
    signal.throwIfAborted();
    this.#live = new LiveSession(
      {
        ...{ ...options, ...this.#parts, connectionId, info, ice, config: this.#config },
        address: { partnerId: apiKey, sessionId },
        log: this.#log.for('session', { connectionId }),
        onIgnored: onIgnored ?? (() => undefined),
      },
      this.#output,
    );
    return this.#live.join(token, signal);
  }

  readonly #output: LiveSessionOutput = {
    emit: (name, payload) => this.#events.emit(name, payload),
    joined: (connection) => {
      this.#connecting = undefined;
      this.#machine.transition('connected');
      this.#events.emit('connected', { connection });
    },
    lost: () => {
      this.#machine.transition('reconnecting');
      this.#events.emit('reconnectionStart', {});
    },
    resumed: () => {
      this.#machine.transition('connected');
      this.#events.emit('reconnectionSuccess', {});
    },
    ending: () => {
      this.#live = undefined;
      this.#machine.transition('disconnected');
    },
    ended: (reason, error) => {
      this.#events.emit('disconnected', { reason, error });
    },
  };

  /** Publications and subscriptions raise their ends before `disconnected`; the session cannot be used meanwhile. */
  async #leave(live: LiveSession): Promise<void> {
    this.#live = undefined;
    this.#machine.transition('disconnected');
    await live.leave();
    this.#leaving = undefined;
    this.#events.emit('disconnected', { reason: 'clientDisconnected', error: undefined });
  }

  /** @throws SessionError 1010 naming `operation`, unless joined. */
  #joined(operation: string): LiveSession {
    if (this.#live && this.#machine.joined) return this.#live;
    throw disconnected(`${operation} needs a connected session, it is ${this.state}`);
  }

  async #mute(message: MuteSessionMessage | MuteStreamMessage): Promise<void> {
    const live = this.#joined('force mute');
    if (!live.hasForceMute) {
      const text = 'could not mute: the server does not offer it';
      throw new SessionError(ErrorCode.SessionUnableToForceMute, text);
    }
    await live.request('forceMute', message);
  }
}

function disconnected(message: string): SessionError {
  return new SessionError(ErrorCode.SessionDisconnected, message);
}
