import { currentPlatform } from './client-platform.js';
import { Connection } from './connection.js';
import { checkContext, type Context } from './context.js';
import { Directory } from './directory.js';
import { ErrorReporter } from './error-reporter.js';
import { ErrorCode, SessionError } from '../common/session-error.js';
import { forwardEvents } from './forward-events.js';
import { children, close, contextOf, end, engine, start, videoPublished } from './internal.js';
import { inspect, inspectJson, type Inspect } from '../common/inspect.js';
import { Log } from '../common/log.js';
import { isLogged, log } from '../common/logger.js';
import type { StatsReport } from '../media/engine.js';
import { cancelOnAbort, type AbortOptions } from '../common/on-abort.js';
import {
  check,
  instanceOf,
  listOf,
  optional,
  secret,
  string,
  text,
} from '../common/validation/index.js';
import { Publisher } from './publishing/publisher.js';
import type { PublisherRtcStats } from './publishing/publisher-events.js';
import { sessionEventNames, type SessionEvents } from './session-events.js';
import {
  connectOptions,
  sendSignalOptions,
  sessionOptions,
  type ConnectOptions,
  type SendSignalOptions,
  type SessionOptions,
} from './session-options.js';
import { SessionClient, type Capabilities } from '../signaling/session/session-client.js';
import type { SessionState } from '../signaling/session/session-state.js';
import { Stream } from './stream.js';
import { Subscriber } from './subscribing/subscriber.js';

/** Statistics of all that is published and subscribed. */
export interface SessionStats {
  readonly publishers: readonly {
    /** Undefined until the session has announced the stream. */
    readonly streamId: string | undefined;
    readonly peers: readonly PublisherRtcStats[];
  }[];
  readonly subscribers: readonly { readonly streamId: string; readonly report: StatsReport }[];
}

const streamSchema = instanceOf(Stream);
const streamsSchema = optional(listOf(streamSchema), []);
const connectionSchema = instanceOf(Connection);

/**
 * A client's part in one session.
 *
 * Constructing it does nothing on the network: attach handlers, then {@link connect}. Every operation settles its promise
 * and raises the events that go with it; a failure is an `error` event *and* a rejection, so that either may be ignored.
 * Wrong arguments throw `TypeError` or `RangeError` at once. After {@link dispose} nothing is raised, and operations
 * reject with 1015.
 */
export class Session extends ErrorReporter<SessionEvents> {
  readonly sessionId: string;
  readonly #context: Context;
  readonly #client: SessionClient;
  readonly #directory = new Directory();
  readonly #log: Log;
  readonly #publishers = new Set<Publisher>();
  readonly #subscribers = new Set<Subscriber>();
  readonly #connectionEventsSuppressed: boolean;

  /** `apiKey` is the project's key, or the application id; the session id was made on the application's server. */
  constructor(context: Context, apiKey: string, sessionId: string, options: SessionOptions = {}) {
    super('session', sessionEventNames);
    this.#context = checkContext(context);
    this.sessionId = check(text, sessionId, 'sessionId');
    this.#log = new Log({ isLogged, write: log }, 'session', { sessionId });
    const checked = check(sessionOptions, options, 'options');
    const config = checked.signaling;
    this.#connectionEventsSuppressed = checked.connectionEventsSuppressed;
    this.#client = new SessionClient({
      apiKey: check(text, apiKey, 'apiKey'),
      sessionId,
      apiUrl: checked.apiUrl,
      ice: checked.iceConfig,
      // The engine starts with the first peer connection.
      engine: { createPeerConnection: (...args) => context[engine].createPeerConnection(...args) },
      platform: currentPlatform().createNetwork({
        proxyUrl: checked.proxyUrl,
        maxMessageBytes: config.maxReceivePacketBytes,
      }),
      config,
      reconnectPolicy: checked.reconnectPolicy,
      onIgnored: (error) => {
        this.#log.warn('a message was ignored', { error });
      },
      log: this.#log,
    });
    this.#listen();
  }

  get state(): SessionState {
    return this.#client.state;
  }

  /** This client's own connection, while connected. */
  get connection(): Connection | undefined {
    const { connection } = this.#client;
    return connection && this.#directory.connection(connection);
  }

  /** What the token's role allows; all false unless connected. */
  get capabilities(): Capabilities {
    return this.#client.capabilities;
  }

  /** Whether a moderator has muted the session: audio published now is muted. False unless connected. */
  get muteForced(): boolean {
    return this.#client.muteForced;
  }

  /** The other clients in the session, in order of arrival. */
  get connections(): readonly Connection[] {
    return this.#client.connections.map((info) => this.#directory.connection(info));
  }

  /** The other clients' streams, in order of arrival. */
  get streams(): readonly Stream[] {
    return this.#client.streams.map((stream) => this.#directory.stream(stream));
  }

  /**
   * Joins. Resolves after `connected` was raised, and what follows it at once. May be called again after `disconnected`
   * or a failure. Cancelled by `signal`, or by {@link disconnect} (1010), it rejects and raises nothing.
   *
   * Fails with 1004 (token), 1005 (session id), 1006, 1020, 1021, 1022, 1023, 2001 (server), 1026 (terms), 1027 (session
   * full), 1015 (connecting or connected already, or the context is disposed).
   */
  connect(token: string, options: ConnectOptions = {}): Promise<void> {
    check(secret, token, 'token');
    const { signal } = check(connectOptions, options, 'options');
    const connect = async (): Promise<void> => {
      checkContext(this.#context);
      await this.#client.connect(token, { signal });
    };
    return this.#operation(connect, { signal });
  }

  /**
   * Leaves: publishers and subscribers end, then `disconnected` is raised. What was still under way rejects with 1010
   * and raises no `error`. Resolves when the session may be connected again; does nothing if it is not connected.
   */
  disconnect(): Promise<void> {
    return this.#operation(() => this.#client.disconnect());
  }

  /**
   * Resolves with the stream when the session has announced it. Fails with 1010, 1500, 1541, 1610, 1650. Cancelled by
   * `signal`, it rejects with its reason and raises no `error`; the publisher can be published again at once.
   */
  publish(publisher: Publisher, options: AbortOptions = {}): Promise<Stream> {
    this.#checkMember(Publisher, publisher, 'publisher');
    const { signal } = check(connectOptions, options, 'options');
    const publish = (): Promise<Stream> => {
      const created = publisher[start](this.#client, this.#directory, () => {
        this.#publishers.delete(publisher);
      });
      this.#publishers.add(publisher);
      return cancelOnAbort(created, signal, () => publisher[close]());
    };
    return this.#operation(publish, { member: publisher, signal });
  }

  /** Resolves when the server knows. Fails with 1113 if the publisher is not published in this session. */
  unpublish(publisher: Publisher): Promise<void> {
    const known = this.#publishers.has(this.#checkMember(Publisher, publisher, 'publisher'));
    const unpublish = (): Promise<void> => {
      if (known) return publisher[close]();
      throw sessionError(
        ErrorCode.SessionPublisherNotFound,
        'the publisher is not published in this session',
      );
    };
    return this.#operation(unpublish, { member: publisher });
  }

  /**
   * Resolves when media flows. The stream may be one's own. Fails with 1010, 1542, 1600, 1604. Cancelled by `signal`, it
   * rejects with its reason and raises no `error`; the subscriber can be subscribed again at once.
   */
  subscribe(subscriber: Subscriber, options: AbortOptions = {}): Promise<void> {
    this.#checkMember(Subscriber, subscriber, 'subscriber');
    const { signal } = check(connectOptions, options, 'options');
    const subscribe = (): Promise<void> => {
      const connected = subscriber[start](this.#client, () => {
        this.#subscribers.delete(subscriber);
      });
      this.#subscribers.add(subscriber);
      return cancelOnAbort(connected, signal, () => subscriber[close]());
    };
    return this.#operation(subscribe, { member: subscriber, signal });
  }

  /** Resolves when the server knows. Fails with 1112 if the subscriber is not subscribed in this session. */
  unsubscribe(subscriber: Subscriber): Promise<void> {
    const known = this.#subscribers.has(this.#checkMember(Subscriber, subscriber, 'subscriber'));
    const unsubscribe = (): Promise<void> => {
      if (known) return subscriber[close]();
      throw sessionError(
        ErrorCode.SessionSubscriberNotFound,
        'the subscriber is not subscribed in this session',
      );
    };
    return this.#operation(unsubscribe, { member: subscriber });
  }

  /**
   * Sends a text to everybody, the sender too, or to one. `type` has at most 128 bytes of `A-Z a-z 0-9 - _ . ~`, `data`
   * at most 8192 bytes of UTF-8; both may be empty. Resolves when the server has accepted it; signals of one sender
   * arrive in order.
   *
   * Fails with 1413, 1414, 1461 (limits), 404 (receiver gone), 1010, 1550.
   */
  sendSignal(type: string, data: string, options: SendSignalOptions = {}): Promise<void> {
    check(string(), type, 'type');
    check(string(), data, 'data');
    const { to, retryAfterReconnect } = check(sendSignalOptions, options, 'options');
    return this.#operation(() =>
      this.#client.signal(type, data, {
        to: to instanceof Connection ? to.id : to,
        retryAfterReconnect,
      }),
    );
  }

  /**
   * Mutes the audio of all streams but those, and of streams to come, until {@link disableForceMute}. Publishers may unmute
   * themselves. Fails with 1540 without a moderator's rights.
   */
  forceMuteAll(excluded: readonly Stream[] = []): Promise<void> {
    const ids = check(streamsSchema, excluded, 'excluded').map(({ id }) => id);
    return this.#operation(() => this.#client.muteAll(ids));
  }

  /** Streams to come are no longer muted. Fails with 1540 without a moderator's rights. */
  disableForceMute(): Promise<void> {
    return this.#operation(() => this.#client.disableMute());
  }

  /** Mutes the audio of one stream. Fails with 1540 without a moderator's rights. */
  forceMuteStream(stream: Stream): Promise<void> {
    const { id } = check(streamSchema, stream, 'stream');
    return this.#operation(() => this.#client.muteStream(id));
  }

  /** Puts a client out of the session. Fails with 1520 without a moderator's rights. */
  forceDisconnect(connection: Connection): Promise<void> {
    const { id } = check(connectionSchema, connection, 'connection');
    return this.#operation(() => this.#client.forceDisconnect(id));
  }

  /** Ends another client's stream. Fails with 1535 without a moderator's rights. */
  forceUnpublish(stream: Stream): Promise<void> {
    const { id } = check(streamSchema, stream, 'stream');
    return this.#operation(() => this.#client.forceUnpublish(id));
  }

  /**
   * To be called when the machine's addresses changed (another network, a new lease, a wake-up): proves the connection or
   * reconnects at once, and restarts ICE, instead of waiting until either is missed. Does nothing unless connected.
   */
  networkChanged(): void {
    this.#client.networkChanged();
  }

  async getStats(): Promise<SessionStats> {
    const publishers = [...this.#publishers].map(async (publisher) => ({
      streamId: publisher.stream?.id,
      peers: await publisher.getRtcStatsReport(),
    }));
    const subscribers = [...this.#subscribers].map(async (subscriber) => ({
      streamId: subscriber.stream.id,
      report: await subscriber.getRtcStatsReport(),
    }));
    return {
      publishers: await Promise.all(publishers),
      subscribers: await Promise.all(subscribers),
    };
  }

  /** What `JSON.stringify` and `console.log` show: of the others, how many there are. */
  toJSON() {
    const { sessionId, state, connection, connections, streams } = this;
    return {
      ...{ sessionId, state, connection: connection?.toJSON() },
      connections: connections.length,
      streams: streams.length,
      publishers: this.#publishers.size,
      subscribers: this.#subscribers.size,
    };
  }

  /** @internal */
  [inspect](_depth: number, options: object, inspectValue: Inspect): string {
    return inspectJson(this, options, inspectValue);
  }

  /**
   * Leaves at once, from any state, and raises nothing any more. Publishers end, and can be published in another session.
   * Idempotent.
   */
  dispose(): void {
    if (this.state === 'disposed') return;
    this.closeEvents();
    this.#client.dispose();
    for (const subscriber of [...this.#subscribers].reverse()) subscriber[end]();
    for (const publisher of [...this.#publishers].reverse()) publisher[end]();
    this.#context[children].delete(this);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Disconnects, which lets what was sent arrive, and disposes. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#client.disconnect();
    } finally {
      this.dispose();
    }
  }

  /** @throws TypeError for something else, and for a member of another context: its engine could not reach ours. */
  #checkMember<T extends Publisher | Subscriber>(
    type: new (...args: never[]) => T,
    value: unknown,
    name: string,
  ): T {
    const member = check(instanceOf(type), value, name);
    if (member[contextOf] === this.#context) return member;
    throw new TypeError(`${name} must belong to the context of the session`);
  }

  /** An operation on this session; a failure of `member` itself is raised there. */
  #operation<T>(
    work: () => Promise<T>,
    { member, signal }: { member?: Publisher | Subscriber; signal?: AbortSignal | undefined } = {},
  ): Promise<T> {
    return this.operation(
      async () => {
        signal?.throwIfAborted();
        if (this.state === 'disposed') {
          throw sessionError(ErrorCode.SessionIllegalState, 'the session is disposed');
        }
        return work();
      },
      {
        signal,
        // After dispose() nobody raises anything, which this object then takes care of.
        reporterOf: (source) =>
          source === 'session' || this.state === 'disposed' ? this : (member ?? this),
      },
    );
  }

  #listen(): void {
    const client = this.#client;
    client.on('stateChanged', (change) => {
      const { state, previous } = change;
      this.#log.info(`${previous} → ${state}`);
      if (state === 'connecting') this.#context[children].add(this);
      if (state === 'disconnected') this.#context[children].delete(this);
      this.emit('stateChanged', change);
    });
    client.on('disconnected', ({ reason, error }) => {
      if (error) this.fail(error);
      this.emit('disconnected', { reason });
    });
    forwardEvents(client, this.#directory, {
      suppressConnections: this.#connectionEventsSuppressed,
      emit: (name, payload) => this.emit(name, payload),
    });
    client.on('streamHasVideoChanged', ({ stream, hasVideo }) => {
      // Those of now: a listener may subscribe again.
      for (const subscriber of [...this.#subscribers]) {
        if (subscriber.stream.id === stream.id) subscriber[videoPublished](hasVideo);
      }
    });
  }
}

function sessionError(code: ErrorCode, message: string): SessionError {
  return new SessionError(code, message);
}
