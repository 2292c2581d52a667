import { Emitter } from '../../common/emitter.js';
import { silentLog, type Log } from '../../common/log.js';
import { onAbort } from '../../common/on-abort.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import {
  connectPacket,
  disconnectPacket,
  pingPacket,
  subscribePacket,
} from '../../protocol/wire/packet-builders.js';
import { encodePacket } from '../../protocol/wire/packet-codec.js';
import type { Packet } from '../../protocol/wire/packet-format.js';
import { closeCode } from '../../protocol/wire/header-names.js';
import { createId } from '../../protocol/ids.js';
import { parseServerPacket } from '../../protocol/wire/server-packet.js';
import { messagingSocketUrl } from '../../protocol/session-info-request.js';
import { attemptTimeout } from './attempt-timeout.js';
import { PacketSocket } from './packet-socket.js';
import { KeepAlive } from './keep-alive.js';
import { MessageExchange, refusal } from './message-exchange.js';
import { disconnected, dropped } from './messaging-error.js';
import { requireStep } from './messaging-state.js';
import type {
  CloseReason,
  Messaging,
  MessagingEvents,
  MessagingSocketOptions,
  MessagingState,
  Reply,
  RequestOptions,
  SendOptions,
} from './messaging-types.js';
import { SteadyReconnectPolicy, type LossCause } from './reconnect-policy.js';
import { Reconnector, type ReconnectProgress } from './reconnector.js';
import { cancellation } from './cancellation.js';

/** The ends of a promise. */
interface Settle {
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * The messaging connection of a session, over one WebSocket after the other: introduces the client, keeps the
 * connection alive, notices a loss, resumes and takes leave (protocol §4, §6, §11, §12). What is said over it is the
 * business of {@link MessageExchange}.
 */
export class MessagingSocket implements Messaging {
  readonly connectionId: string;
  readonly #options: MessagingSocketOptions;
  readonly #events: Emitter<MessagingEvents>;
  readonly #exchange: MessageExchange;
  readonly #keepAlive: KeepAlive;
  readonly #reconnector: Reconnector;
  readonly #log: Log;
  readonly #socketId = createId();
  readonly #connectTransaction = createId();

  #state: MessagingState = 'new';
  #link: PacketSocket | undefined;
  /** WebSockets tried so far. */
  #attempts = 0;
  /** Whether the server has answered at all. Until then CONNECT may not have reached it. */
  #introduced = false;
  #openedInMs = 0;
  /** The one timer that the state needs: to open, to open again, or to look at the send buffer. */
  #timer: unknown;
  #connecting: Settle | undefined;
  #leaving: Promise<void> | undefined;
  #left = (): void => undefined;

  constructor(options: MessagingSocketOptions) {
    const { platform, config, resumable } = options;
    const { clock } = platform;
    this.#options = options;
    this.connectionId = options.connectionId;
    this.#log = options.log ?? silentLog;
    this.#events = new Emitter(options.onListenerError);
    this.#exchange = new MessageExchange({
      ...options,
      clock,
      send: (bytes) => this.#link?.send(bytes) ?? false,
      deliver: (message) => this.#events.emit('message', message),
    });
    this.#keepAlive = new KeepAlive({
      ...config,
      clock,
      deadAfterMs: resumable ? config.deadAfterMs : config.deadAfterNoResumeMs,
      ping: () => {
        this.#send(pingPacket());
      },
      dead: () => {
        this.#lost({ kind: 'silent', detail: 'the server was silent for too long' });
      },
    });
    this.#reconnector = new Reconnector({
      clock,
      policy: options.reconnectPolicy ?? new SteadyReconnectPolicy(config, () => platform.random()),
      stableMs: config.reconnectStableMs,
      scheduled: (attempt, delayMs) => {
        this.#log.debug('waiting to try again', { attempt, delayMs });
      },
      attempt: (progress) => {
        this.#reopen(progress);
      },
      gaveUp: (cause, error) => {
        this.#gaveUp(cause, error);
      },
    });
  }

  get state(): MessagingState {
    return this.#state;
  }

  on<Name extends keyof MessagingEvents>(
    name: Name,
    listener: (payload: MessagingEvents[Name]) => unknown,
  ): void {
    this.#events.on(name, listener);
  }

  off<Name extends keyof MessagingEvents>(
    name: Name,
    listener: (payload: MessagingEvents[Name]) => unknown,
  ): void {
    this.#events.off(name, listener);
  }

  async connect({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<void> {
    signal?.throwIfAborted();
    this.#enter('connecting');
    this.#exchange.wait();
    const abort = (): void => {
      // Too late if the socket opened in the same turn: then the caller has a connection to leave.
      if (this.#state !== 'connecting') return;
      this.#end('aborted', disconnected('connecting was aborted'), signal?.reason);
    };
    const forgetSignal = onAbort(signal, abort);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#connecting = { resolve, reject };
        this.#open(this.#options.config.openTimeoutMs);
      });
    } finally {
      forgetSignal();
    }
  }

  request(payload: string, options?: RequestOptions): Promise<Reply> {
    return this.#exchange.request(payload, options);
  }

  notify(payload: string, options?: SendOptions): boolean {
    return this.#exchange.notify(payload, options);
  }

  networkChanged(): void {
    this.#log.debug('the network has changed', { state: this.#state });
    if (this.#state === 'connected') {
      this.#keepAlive.probe();
    } else if (this.#state === 'reconnecting') {
      this.#dropLink();
      this.#reconnector.hurry();
    }
  }

  leave(): Promise<void> {
    if (this.#leaving) return this.#leaving;
    this.#exchange.end(cancellation('the session was left'));
    if (this.#state !== 'connected') {
      if (this.#state !== 'closed') this.#end('left');
      return Promise.resolve();
    }
    this.#enter('leaving');
    this.#log.debug('taking leave');
    this.#keepAlive.stop();
    this.#send(disconnectPacket());
    this.#leaving = new Promise((resolve) => (this.#left = resolve));
    this.#flush(this.#options.config.leaveFlushChecks);
    return this.#leaving;
  }

  dispose(): void {
    if (this.#state === 'closed') return;
    this.#events.close();
    if (this.#state === 'connected') this.#send(disconnectPacket());
    this.#end('left');
  }

  // Opening

  #open(timeoutMs: number): void {
    const { url, resumable, platform, config } = this.#options;
    const startedAt = platform.clock.now();
    const query = { socketId: this.#socketId, attempt: createId(), reconnect: this.#attempts > 0 };
    this.#attempts++;
    this.#log.debug('opening a WebSocket', {
      host: hostOf(url),
      number: this.#attempts,
      timeoutMs,
    });
    this.#setTimer(timeoutMs, () => {
      this.#lost({ kind: 'timeout', detail: `no answer within ${timeoutMs} ms` });
    });
    try {
      this.#link = new PacketSocket({
        url: resumable ? messagingSocketUrl(url, query) : url,
        platform,
        config,
        handlers: {
          opened: () => {
            this.#opened(platform.clock.now() - startedAt);
          },
          packet: (packet) => {
            this.#received(packet);
          },
          malformed: (error) => this.#events.emit('malformed', { error }),
          closed: (cause) => {
            this.#lost(cause);
          },
        },
      });
    } catch (error) {
      this.#lost({ kind: 'closed', code: 1006, detail: String(error) });
    }
  }

  #opened(tookMs: number): void {
    const { connectionId, serverAddress, topics, config } = this.#options;
    this.#log.debug('the WebSocket is open', { tookMs: Math.round(tookMs) });
    if (!this.#introduced) {
      const transactionId = this.#connectTransaction;
      const connect = { connectionId, transactionId, notifyAddress: serverAddress };
      this.#send(connectPacket(connect, config.packetHeaders));
      this.#send(subscribePacket(topics));
    }
    this.#exchange.sendUnanswered();
    if (this.#state === 'reconnecting') {
      // An open WebSocket proves nothing: a server that has forgotten us shows that only in answer to a packet.
      this.#send(pingPacket());
      return;
    }
    this.#openedInMs = tookMs;
    this.#goOn();
    this.#connecting?.resolve();
  }

  /** The connection stands, for the first time or again. */
  #goOn(): void {
    this.#enter('connected');
    this.#setTimer();
    this.#keepAlive.start();
    this.#exchange.open();
  }

  #received(packet: Packet): void {
    this.#introduced = true;
    this.#keepAlive.heard();
    if (this.#state === 'reconnecting') {
      this.#goOn();
      const progress = this.#reconnector.succeeded();
      this.#log.info('resumed', { ...progress, unanswered: this.#exchange.unanswered });
      this.#events.emit('resumed', progress);
    }
    // `leaving`, or a listener of `resumed` has ended it.
    if (this.#state !== 'connected') return;
    const received = parseServerPacket(packet, this.#options.config.packetHeaders);
    const refused =
      received.type === 'status' &&
      received.transactionId === this.#connectTransaction &&
      !received.ok;
    if (refused) this.#refused(received.status, received.payload);
    else this.#exchange.receive(received);
  }

  #refused(status: number, payload: string): void {
    const cause = refusal(status, payload);
    const message = `${hostOf(this.#options.url)} refused the messaging connection: ${cause.message}`;
    this.#end('refused', new SessionError(ErrorCode.ConnectionRefused, message, { cause }));
  }

  // Losing and resuming

  #lost(cause: LossCause): void {
    this.#dropLink();
    if (this.#state === 'leaving') {
      this.#end('left');
    } else if (cause.code === closeCode.stop) {
      this.#end(this.#state === 'reconnecting' ? 'forgotten' : 'stopped', dropped(cause));
    } else if (cause.code === closeCode.normal || cause.code === closeCode.goingAway) {
      this.#end('server-closed', dropped(cause));
    } else if (this.#state === 'connecting') {
      this.#openFailed(cause);
    } else if (this.#state === 'reconnecting') {
      this.#log.debug('the attempt failed', { ...cause });
      this.#reconnector.failed(cause);
    } else if (this.#options.resumable) {
      this.#startReconnecting(cause);
    } else {
      this.#end('lost', dropped(cause));
    }
  }

  #openFailed(cause: LossCause): void {
    const { url, config } = this.#options;
    if (this.#attempts < config.openAttempts) {
      this.#log.warn('the WebSocket did not open', { ...cause, delayMs: config.reconnectDelayMs });
      this.#setTimer(config.reconnectDelayMs, () => {
        this.#open(config.openTimeoutMs);
      });
      return;
    }
    const timedOut = cause.kind === 'timeout';
    const code = timedOut ? ErrorCode.SessionConnectionTimeout : ErrorCode.ConnectionRefused;
    const message = `cannot reach the messaging server ${hostOf(url)}: ${cause.detail}`;
    this.#end('not-connected', new SessionError(code, message));
  }

  #startReconnecting(cause: LossCause): void {
    this.#enter('reconnecting');
    this.#log.warn('the connection is lost', { ...cause });
    this.#keepAlive.stop();
    // Not 1022: that one says that the session has ended.
    this.#exchange.pause(disconnected('the connection was lost before the server had answered'));
    this.#events.emit('lost', { cause });
    // A listener may have ended it.
    if (this.state === 'reconnecting') this.#reconnector.lost(cause);
  }

  #reopen({ elapsedMs }: ReconnectProgress): void {
    const openedInMs = this.#openedInMs;
    this.#open(attemptTimeout({ elapsedMs, openedInMs }, this.#options.config));
  }

  #gaveUp(cause: LossCause, error: unknown): void {
    const failure =
      error === undefined
        ? dropped(cause)
        : new SessionError(ErrorCode.InternalError, 'the reconnect policy failed', {
            cause: error,
          });
    this.#end('gave-up', failure);
  }

  // Ending

  #flush(checks: number): void {
    if (checks === 0 || !this.#link || this.#link.bufferedAmount === 0) {
      this.#end('left');
      return;
    }
    this.#setTimer(this.#options.config.leaveFlushIntervalMs, () => {
      this.#flush(checks - 1);
    });
  }

  /** The only way to `closed`. `rejection` is for `connect()`, if that still waits. */
  #end(reason: CloseReason, error?: SessionError, rejection: unknown = error): void {
    this.#enter('closed');
    const involuntary = reason !== 'left' && reason !== 'aborted';
    if (involuntary) this.#log.warn('closed', { reason, error });
    else this.#log.debug('closed', { reason });
    this.#setTimer();
    this.#keepAlive.stop();
    this.#reconnector.stop();
    this.#link?.close();
    this.#link = undefined;
    const gone = error ?? disconnected('the session was left');
    this.#exchange.end(gone);
    this.#connecting?.reject(rejection ?? gone);
    this.#events.emit('closed', { reason, error });
    this.#events.close();
    this.#left();
  }

  #dropLink(): void {
    this.#setTimer();
    this.#link?.drop();
    this.#link = undefined;
  }

  #send(packet: Packet): void {
    const { maxSendPacketBytes: maxPacketBytes } = this.#options.config;
    this.#link?.send(encodePacket(packet, { maxPacketBytes }));
  }

  #enter(next: MessagingState): void {
    requireStep(this.#state, next);
    this.#state = next;
  }

  #setTimer(ms?: number, callback?: () => void): void {
    const { clock } = this.#options.platform;
    clock.clearTimeout(this.#timer);
    if (ms !== undefined && callback !== undefined) this.#timer = clock.setTimeout(callback, ms);
  }
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
