import { TestPatternVideoSource } from '../../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../../lib/media/sources/tone-audio-source.js';
import { Publisher } from '../../../lib/client/publishing/publisher.js';
import type { Session } from '../../../lib/client/session.js';
import { Subscriber } from '../../../lib/client/subscribing/subscriber.js';
import type { SessionRoom } from '../../helpers/rigs/session-room.js';
import { SessionWitness } from '../../helpers/rigs/session-witness.js';
import type {
  Call,
  LifeCall,
  ModerateCall,
  ReceiveCall,
  SendCall,
  SignalCall,
} from './random-steps.js';
import type { SignalLedger } from './signal-ledger.js';

/** How often each event was raised. */
export type Tally = Map<string, number>;

export interface RandomClientOptions {
  readonly room: SessionRoom;
  readonly token: string;
  readonly session: Session;
  readonly ledger: SignalLedger;
  readonly tally: Tally;
}

const sessionEvents = [
  'connected',
  'disconnected',
  'error',
  'reconnectionStart',
  'reconnectionSuccess',
  'connectionCreated',
  'connectionDropped',
  'streamReceived',
  'streamDropped',
  'streamHasVideoChanged',
  'signal',
  'muteForced',
] as const;

const publisherEvents = ['streamCreated', 'streamDestroyed', 'error'] as const;

const subscriberEvents = ['connected', 'streamDisconnected', 'streamReconnected', 'error'] as const;

/** One session of an application that does anything at any time. */
export class RandomClient {
  readonly session: Session;
  readonly witness: SessionWitness;
  readonly name: string;
  readonly #room: SessionRoom;
  readonly #token: string;
  readonly #ledger: SignalLedger;
  readonly #tally: Tally;
  #publishers: Publisher[] = [];
  #subscribers: Subscriber[] = [];
  /** Operations under way, by what they are. */
  readonly pending = new Map<Promise<unknown>, string>();

  constructor({ room, token, session, ledger, tally }: RandomClientOptions) {
    this.#room = room;
    this.#token = token;
    this.#ledger = ledger;
    this.#tally = tally;
    this.session = session;
    for (const name of sessionEvents)
      session.on(name, () => {
        this.#count(name);
      });
    this.witness = new SessionWitness(session);
    this.name = ledger.listen(session);
  }

  /** Ids of the streams that were announced and not ended. */
  get published(): string[] {
    return this.#publishers.flatMap(({ stream }) => (stream ? [stream.id] : []));
  }

  /** `everybody`: the sessions of all clients, by index. */
  perform(call: Call, everybody: readonly Session[]): void {
    if ('life' in call) this.#live(call.life);
    else if ('send' in call) this.#send(call.send);
    else if ('receive' in call) this.#receive(call.receive);
    else if ('moderate' in call) this.#moderate(call.moderate);
    else this.#signal(call.signal, everybody);
  }

  /** When nothing is pending. */
  async idle(): Promise<void> {
    await Promise.all(this.pending.keys());
  }

  dispose(): void {
    this.witness.dispose();
    for (const publisher of this.#publishers) publisher.dispose();
    for (const subscriber of this.#subscribers) subscriber.dispose();
  }

  #live(call: LifeCall): void {
    const { session } = this;
    if (call.do === 'connect') this.#track(call.do, session.connect(this.#token));
    else if (call.do === 'disconnect') this.#track(call.do, session.disconnect());
    else if (call.do === 'dispose') this.dispose();
    else {
      const controller = new AbortController();
      const { signal } = controller;
      this.#track(call.do, session.connect(this.#token, { signal }), signal);
      setImmediate(() => {
        controller.abort(new Error('withdrawn'));
      });
    }
  }

  #send(call: SendCall): void {
    const { session } = this;
    if (call.do === 'publish') {
      // Every third time the same one again, published or not.
      const old = this.#publishers.length % 3 === 2 ? this.#publishers.at(-1) : undefined;
      const publisher = old ?? this.#newPublisher();
      this.#track(call.do, session.publish(publisher));
      return;
    }
    const publisher = pick(this.#publishers, call.which);
    if (!publisher) return;
    if (call.do === 'unpublish') this.#track(call.do, session.unpublish(publisher));
    else if (call.do === 'mute') publisher.publishVideo = !publisher.publishVideo;
    else {
      this.witness.disposePublisher(publisher);
      this.#publishers = this.#publishers.filter((each) => each !== publisher);
    }
  }

  #newPublisher(): Publisher {
    const publisher = new Publisher(this.#room.context, {
      video: new TestPatternVideoSource({ width: 16, height: 16 }),
      audio: new ToneAudioSource(),
    });
    this.witness.watchPublisher(publisher);
    for (const name of publisherEvents) {
      publisher.on(name, () => {
        this.#count(`publisher ${name}`);
      });
    }
    this.#publishers.push(publisher);
    return publisher;
  }

  #receive(call: ReceiveCall): void {
    const { session } = this;
    if (call.do === 'subscribe' || call.do === 'subscribe-own') {
      const own = this.#publishers.flatMap(({ stream }) => stream ?? []);
      const stream = pick(call.do === 'subscribe' ? session.streams : own, call.which);
      if (!stream) return;
      const subscriber = new Subscriber(this.#room.context, stream);
      this.witness.watchSubscriber(subscriber);
      for (const name of subscriberEvents) {
        subscriber.on(name, () => {
          this.#count(`subscriber ${name}`);
        });
      }
      this.#subscribers.push(subscriber);
      this.#track(call.do, session.subscribe(subscriber));
      return;
    }
    const subscriber = pick(this.#subscribers, call.which);
    if (!subscriber) return;
    if (call.do === 'unsubscribe') this.#track(call.do, session.unsubscribe(subscriber));
    else {
      subscriber.dispose();
      this.#subscribers = this.#subscribers.filter((each) => each !== subscriber);
    }
  }

  #moderate(call: ModerateCall): void {
    const { session } = this;
    if (!('which' in call)) {
      const muteAll = call.do === 'force-mute-all';
      const excluded = session.streams.slice(0, 1);
      this.#track(call.do, muteAll ? session.forceMuteAll(excluded) : session.disableForceMute());
      return;
    }
    const connection = pick(session.connections, call.which);
    const stream = pick(session.streams, call.which);
    if (call.do === 'force-disconnect' && connection) {
      this.#track(call.do, session.forceDisconnect(connection));
    } else if (call.do === 'force-unpublish' && stream) {
      this.#track(call.do, session.forceUnpublish(stream));
    } else if (call.do === 'force-mute-stream' && stream) {
      this.#track(call.do, session.forceMuteStream(stream));
    }
  }

  #signal({ count, retryAfterReconnect, to }: SignalCall, everybody: readonly Session[]): void {
    const { session } = this;
    const target = to === undefined ? undefined : everybody[to];
    const connection = session.connections.find(({ id }) => id === target?.connection?.id);
    const receiver = connection && target;
    for (let sent = 0; sent < count; sent++) {
      const { data, accepted } = this.#ledger.send(this.name, receiver);
      const options = { retryAfterReconnect, ...(connection && { to: connection }) };
      const sending = session.sendSignal('', data, options);
      this.#track('signal', sending.then(accepted));
    }
  }

  #count(name: string): void {
    this.#tally.set(name, (this.#tally.get(name) ?? 0) + 1);
  }

  /** Every operation settles, and fails with a typed error or with what it was withdrawn with. */
  #track(what: string, operation: Promise<unknown>, signal?: AbortSignal): void {
    const settled = operation
      .catch((error: unknown) => {
        if (error !== signal?.reason) this.witness.checkRejection(error);
      })
      .finally(() => this.pending.delete(settled));
    this.pending.set(settled, what);
  }
}

function pick<T>(things: readonly T[], which: number): T | undefined {
  return things[which % things.length];
}
