import { ErrorCode, SessionError } from '../../../lib/common/session-error.js';
import type { Publisher } from '../../../lib/client/publishing/publisher.js';
import type { Session } from '../../../lib/client/session.js';
import type { SessionState } from '../../../lib/signaling/session/session-state.js';
import type { Subscriber } from '../../../lib/client/subscribing/subscriber.js';

const steps: Readonly<Record<SessionState, readonly SessionState[]>> = {
  new: ['connecting'],
  connecting: ['connected', 'disconnected'],
  connected: ['reconnecting', 'disconnected'],
  reconnecting: ['connected', 'disconnected'],
  disconnected: ['connecting'],
  disposed: [],
};

const codes = new Set<number>(Object.values(ErrorCode));

function isTyped(error: unknown): boolean {
  return error instanceof SessionError && codes.has(error.code);
}

/**
 * Watches what a session raises and notes everything that the API promises not to happen: undeclared states, events
 * without their partner, events of strangers, events after `dispose()`, errors without a code.
 */
export class SessionWitness {
  readonly violations: string[] = [];
  readonly #session: Session;
  readonly #connections = new Set<string>();
  readonly #streams = new Map<string, string>();
  readonly #published = new Map<Publisher, string>();
  #state: SessionState = 'new';
  #joined = false;
  #reconnecting = false;
  #lastError = false;
  #disposed = false;

  constructor(session: Session) {
    this.#session = session;
    this.#watchState();
    this.#watchOthers();
  }

  dispose(): void {
    this.#session.dispose();
    this.#disposed = true;
  }

  watchPublisher(publisher: Publisher): void {
    const live = this.#published;
    publisher.on('streamCreated', ({ stream }) => {
      this.#check(!live.has(publisher), 'streamCreated twice');
      live.set(publisher, stream.id);
    });
    publisher.on('streamDestroyed', ({ stream }) => {
      this.#check(live.get(publisher) === stream.id, 'streamDestroyed without streamCreated');
      live.delete(publisher);
    });
    publisher.on('error', (error) => {
      this.#check(isTyped(error), `untyped error: ${String(error)}`);
    });
    this.#session.on('disconnected', () => {
      this.#check(!live.has(publisher), 'a publisher outlived its session');
    });
  }

  /** One that is disposed raises no `streamDestroyed`. */
  disposePublisher(publisher: Publisher): void {
    publisher.dispose();
    this.#published.delete(publisher);
  }

  watchSubscriber(subscriber: Subscriber): void {
    let interrupted = false;
    subscriber.on('connected', () => (interrupted = false));
    subscriber.on('streamDisconnected', () => {
      this.#check(!interrupted, 'streamDisconnected twice');
      interrupted = true;
    });
    subscriber.on('streamReconnected', () => {
      this.#check(interrupted, 'streamReconnected without streamDisconnected');
      interrupted = false;
    });
    subscriber.on('error', (error) => {
      this.#check(isTyped(error), `untyped error: ${String(error)}`);
    });
  }

  /** Of a rejection, which may well come after `dispose()`. */
  checkRejection(error: unknown): void {
    if (!isTyped(error)) this.violations.push(`untyped rejection: ${String(error)}`);
  }

  #check(holds: boolean, what: string): void {
    if (!holds) this.violations.push(what);
    if (this.#disposed) this.violations.push(`event after dispose, when checking: ${what}`);
  }

  #watchState(): void {
    const session = this.#session;
    session.on('stateChanged', ({ state, previous }) => {
      this.#check(previous === this.#state, `state was ${this.#state}, not ${previous}`);
      this.#check(steps[previous].includes(state), `undeclared step ${previous} → ${state}`);
      this.#check(session.state === state, `state is not ${state}`);
      this.#state = state;
    });
    session.on('connected', ({ connection }) => {
      this.#check(!this.#joined, 'connected twice');
      this.#check(session.connection === connection, 'connected as somebody else');
      this.#joined = true;
    });
    session.on('disconnected', ({ reason }) => {
      this.#check(this.#joined, 'disconnected without connected');
      const voluntary = reason !== 'networkDisconnected';
      this.#check(voluntary || this.#lastError, `disconnected by ${reason} without an error`);
      this.#joined = false;
      this.#reconnecting = false;
      this.#connections.clear();
      this.#streams.clear();
    });
    session.on('reconnectionStart', () => {
      this.#check(this.#joined && !this.#reconnecting, 'reconnectionStart out of place');
      this.#reconnecting = true;
    });
    session.on('reconnectionSuccess', () => {
      this.#check(this.#reconnecting, 'reconnectionSuccess without reconnectionStart');
      this.#reconnecting = false;
    });
    session.on('error', (error) => {
      this.#check(isTyped(error), `untyped error: ${String(error)}`);
      this.#lastError = true;
    });
  }

  #watchOthers(): void {
    const session = this.#session;
    session.on('connectionCreated', ({ connection: { id } }) => {
      this.#check(this.#joined, 'connectionCreated while not connected');
      this.#check(!this.#connections.has(id), 'connectionCreated twice');
      this.#check(id !== session.connection?.id, 'connectionCreated for oneself');
      this.#connections.add(id);
    });
    session.on('connectionDropped', ({ connection: { id } }) => {
      this.#check(this.#connections.delete(id), 'connectionDropped without connectionCreated');
      const left = [...this.#streams.values()].includes(id);
      this.#check(!left, 'connectionDropped before its streamDropped');
    });
    session.on('streamReceived', ({ stream: { id, connection } }) => {
      this.#check(this.#connections.has(connection.id), 'streamReceived from a stranger');
      this.#check(!this.#streams.has(id), 'streamReceived twice');
      this.#streams.set(id, connection.id);
    });
    session.on('streamDropped', ({ stream: { id } }) => {
      this.#check(this.#streams.delete(id), 'streamDropped without streamReceived');
    });
    for (const name of ['streamHasAudioChanged', 'streamHasVideoChanged'] as const) {
      session.on(name, ({ stream: { id } }) => {
        this.#check(this.#streams.has(id), `${name} of an unknown stream`);
      });
    }
    session.on('signal', ({ connection }) => {
      const known =
        connection === undefined ||
        connection === session.connection ||
        this.#connections.has(connection.id);
      this.#check(known, 'signal from a stranger');
    });
  }
}
