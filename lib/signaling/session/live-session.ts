import type { Log } from '../../common/log.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import type { PeerConnectionEngine } from '../../media/engine.js';
import type { ClientMessage } from '../../protocol/messages/client-message.js';
import type { ConnectionInfo, ConnectionReason } from '../../protocol/messages/session-objects.js';
import { parseServerMessage } from '../../protocol/messages/parse-server-message.js';
import type { SessionStateMessage } from '../../protocol/messages/server-message.js';
import {
  forceMuteExtension,
  subscriberPreferencesExtension,
  type SessionInfo,
} from '../../protocol/session-info.js';
import { sessionTopic, type SessionAddress } from '../../protocol/messages/message-uri.js';
import type { ListenerErrorHandler } from '../../common/emitter.js';
import type { SignalingConfig } from '../signaling-config.js';
import type { IceConfig } from '../negotiation/ice-config.js';
import type {
  InboundMessage,
  Messaging,
  MessagingSocketOptions,
  RequestOptions,
} from '../connection/messaging-types.js';
import { Negotiator } from './negotiator.js';
import { SuspendAwareClock } from '../connection/suspend-aware-clock.js';
import type { ReconnectPolicy } from '../connection/reconnect-policy.js';
import { SessionMessages, subjectOf } from '../connection/session-messages.js';
import type { EmitModelEvent } from './session-client-events.js';
import { SessionModel, type SessionModelOutput } from './session-model.js';
import { requestError, unexpectedError, type Purpose } from '../connection/status-errors.js';
import type { TransferContext } from './stream-transfer.js';
import type { Platform } from '../platform.js';

/** What one stay in a session is made with. */
export interface LiveSessionOptions {
  readonly address: SessionAddress;
  readonly info: SessionInfo;
  readonly connectionId: string;
  readonly engine: PeerConnectionEngine;
  readonly ice: IceConfig;
  readonly platform: Platform;
  readonly config: SignalingConfig;
  readonly reconnectPolicy?: ReconnectPolicy | undefined;
  readonly onListenerError?: ListenerErrorHandler | undefined;
  /** Called with messages that could not be understood and were ignored. */
  readonly onIgnored: (error: unknown) => void;
  /** Of the area `session`, with the ids of session and connection. */
  readonly log: Log;
  readonly createMessaging: (options: MessagingSocketOptions) => Messaging;
}

/** Where a stay's events go. Nothing comes after `ended`. */
export interface LiveSessionOutput {
  readonly emit: EmitModelEvent;
  /** Before everything else. */
  readonly joined: (connection: ConnectionInfo) => void;
  readonly lost: () => void;
  readonly resumed: () => void;
  /** The stay is over against one's will; publications and subscriptions end next. */
  readonly ending: () => void;
  /** After `ending` and the end of all media. `error`: unless a moderator did it. */
  readonly ended: (reason: ConnectionReason, error: SessionError | undefined) => void;
}

/** One stay in a session, from the messaging connection to its end. */
export class LiveSession {
  readonly model: SessionModel;
  /** What publications and subscriptions are made with. */
  readonly transfers: TransferContext;
  readonly #options: LiveSessionOptions;
  readonly #output: LiveSessionOutput;
  readonly #messaging: Messaging;
  readonly #messages: SessionMessages;
  /** What is said on the messaging connection. */
  readonly #log: Log;
  readonly #negotiator: Negotiator;
  /** Why the messaging connection closed before one had joined. */
  #gone: SessionError | undefined;
  #joined = false;
  #over = false;

  constructor(options: LiveSessionOptions, output: LiveSessionOutput) {
    const { address, info, connectionId, platform, config } = options;
    this.#options = options;
    this.#output = output;
    this.model = new SessionModel(connectionId, this.#modelOutput());
    this.#log = options.log.for('messaging');
    this.#messaging = options.createMessaging({
      ...{ connectionId, platform, config },
      url: info.messagingUrl,
      serverAddress: info.symphonyAddress,
      topics: [sessionTopic(address)],
      resumable: info.reconnection,
      reconnectPolicy: options.reconnectPolicy,
      onListenerError: options.onListenerError,
      log: this.#log,
    });
    this.#messages = new SessionMessages(this.#messaging, address, this.#log);
    const { engine, ice, onListenerError } = options;
    this.transfers = {
      ...{ engine, ice, info, config, onListenerError },
      clock: new SuspendAwareClock(platform.clock, config),
      messages: this.#messages,
      log: options.log.for('media'),
      publications: new Map(),
      subscriptions: new Map(),
    };
    this.#negotiator = new Negotiator(this.transfers);
  }

  /** Whether the server has the force-mute extension. */
  get hasForceMute(): boolean {
    return this.#options.info.extensions.includes(forceMuteExtension);
  }

  /** Connects, introduces itself and reads who is there (protocol §6). Returns the own connection. */
  async join(token: string, signal: AbortSignal): Promise<ConnectionInfo> {
    const messaging = this.#messaging;
    messaging.on('message', (message) => {
      this.#receive(message);
    });
    messaging.on('malformed', ({ error }) => {
      this.#options.onIgnored(error);
    });
    messaging.on('lost', () => {
      this.#lost();
    });
    messaging.on('resumed', () => {
      this.#resumed();
    });
    messaging.on('closed', ({ error }) => {
      this.#closed(error);
    });
    await messaging.connect({ signal });
    const state = await this.#introduce(token, signal);
    signal.throwIfAborted();
    // It may have closed, or been lost, since the reply arrived.
    if (this.#gone) throw this.#gone;
    const own = this.model.load(state);
    if (!own) {
      const message = 'could not read the session state: it does not list this connection';
      throw new SessionError(ErrorCode.SessionStateFailed, message);
    }
    if (messaging.state === 'reconnecting') this.#lost();
    return own;
  }

  /** Rejects with what a failure means for that purpose. */
  async request(purpose: Purpose, message: ClientMessage, options?: RequestOptions): Promise<void> {
    try {
      await this.#messages.request(message, options);
    } catch (error) {
      throw requestError(purpose, error);
    }
  }

  networkChanged(): void {
    this.#messaging.networkChanged();
    this.#negotiator.restartIce();
  }

  /** Ends publications and subscriptions at once, then says goodbye to the server. Never rejects. */
  leave(): Promise<void> {
    this.#over = true;
    this.#negotiator.cancel();
    return this.#messaging.leave();
  }

  /** Ends everything at once, with no event. Idempotent, also after `leave`. */
  dispose(): void {
    this.#over = true;
    this.#negotiator.dispose();
    this.#messaging.dispose();
  }

  async #introduce(token: string, signal: AbortSignal): Promise<SessionStateMessage> {
    try {
      await this.request('join', this.#introduction(), { token, signal });
      return await this.#read(signal);
    } catch (error) {
      // A reply that cannot come any more is 1010; why it cannot is what the application has to know.
      throw this.#gone ?? error;
    }
  }

  #introduction(): ClientMessage {
    const { connectionId, info, config } = this.#options;
    const extensions = [forceMuteExtension, subscriberPreferencesExtension].filter((extension) =>
      info.extensions.includes(extension),
    );
    return {
      kind: 'connection-create',
      connectionId,
      clientVersion: config.clientVersion,
      userAgent: config.clientVersion,
      capabilities: [...(info.renegotiation ? ['renegotiation'] : []), ...extensions],
    };
  }

  async #read(signal: AbortSignal): Promise<SessionStateMessage> {
    try {
      const { payload } = await this.#messages.request({ kind: 'session-read' }, { signal });
      const state = parseServerMessage(payload);
      if (state.kind === 'session-state') return state;
    } catch (error) {
      throw requestError('read', error);
    }
    const message = 'could not read the session state: the server answered something else';
    throw new SessionError(ErrorCode.SessionStateFailed, message);
  }

  #receive({ payload, from }: InboundMessage): void {
    if (this.#over) return;
    try {
      const message = parseServerMessage(payload);
      this.#log.debug('received', () => ({ ...subjectOf(message), from }));
      if (message.kind === 'unknown') return;
      this.model.handle(message, from);
      // Strangers cannot negotiate (protocol §8).
      if (this.model.knowsSender(from)) this.#negotiator.handle(message, from);
    } catch (error) {
      this.#options.onIgnored(unexpectedError('a message was ignored', 'session', error));
    }
  }

  #modelOutput(): SessionModelOutput {
    const output = this.#output;
    return {
      loaded: (connection) => {
        this.#joined = true;
        output.joined(connection);
      },
      emit: (name, payload) => {
        if (!this.#over) output.emit(name, payload);
      },
      ownConnectionDropped: (reason) => {
        this.#endedByServer(reason);
      },
      ownStreamCreated: (stream) => {
        this.#negotiator.handleOwnStreamCreated(stream);
      },
      ownStreamMuted: (stream) => {
        this.#negotiator.handleOwnStreamMuted(stream);
      },
      streamGone: (stream, reason) => {
        this.#negotiator.handleStreamDropped(stream, reason);
      },
      connectionGone: ({ id }) => {
        this.#negotiator.handleConnectionDropped(id);
      },
      qualityWarning: (stream, active) => {
        this.#negotiator.handleQualityWarning(stream, active);
      },
    };
  }

  // Until one has joined, a loss only delays `join`.

  #lost(): void {
    if (this.#over || !this.#joined) return;
    this.#negotiator.messagingLost();
    this.#output.lost();
  }

  #resumed(): void {
    if (this.#over || !this.#joined) return;
    // The event first: what the others do in answer to a restart shall come after it.
    this.#output.resumed();
    this.#negotiator.messagingResumed();
  }

  #closed(error: SessionError | undefined): void {
    if (this.#over) return;
    if (this.#joined) this.#end('networkDisconnected', error);
    else this.#gone = error;
  }

  /** A moderator's doing is no error; anything else that the server ends is. */
  #endedByServer(reason: ConnectionReason): void {
    if (this.#over) return;
    const error =
      reason === 'forceDisconnected'
        ? undefined
        : new SessionError(ErrorCode.ConnectionDropped, 'the server ended the connection');
    this.#end(reason, error);
    this.#messaging.dispose();
  }

  #end(reason: ConnectionReason, error: SessionError | undefined): void {
    this.#over = true;
    this.#output.ending();
    this.#negotiator.end(reason);
    this.#output.ended(reason, error);
  }
}
