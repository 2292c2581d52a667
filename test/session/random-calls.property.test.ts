import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CustomAudioSource } from '../../lib/media/sources/custom-audio-source.js';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import type { Session } from '../../lib/client/session.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { SessionRoom } from '../helpers/rigs/session-room.js';
import { SessionWitness } from '../helpers/rigs/session-witness.js';
import { TcpProxy } from '../helpers/proxies/tcp-proxy.js';

/** `STEPS=10000 npx vitest run random-calls` looks harder. */
const totalSteps = Number(process.env['STEPS'] ?? 1000);
const stepsPerRun = 25;

const actions = [
  'connect',
  'disconnect',
  'dispose',
  'publish',
  'unpublish',
  'subscribe',
  'unsubscribe',
  'signal',
  'mute',
  'forceMute',
  'forceDisconnect',
  'forceUnpublish',
  'cutNetwork',
  'restoreNetwork',
  'cutMedia',
  'healMedia',
  'wait',
] as const;

interface Step {
  readonly actor: number;
  readonly action: (typeof actions)[number];
}

/** More of what leads somewhere than of what ends everything. */
const step: fc.Arbitrary<Step> = fc.record({
  actor: fc.nat(2),
  action: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('connect', 'publish', 'subscribe', 'wait') },
    { weight: 3, arbitrary: fc.constantFrom(...actions) },
  ),
});

class Actor {
  readonly session: Session;
  readonly witness: SessionWitness;
  readonly publisher: Publisher;
  readonly operations: Promise<void>[] = [];
  readonly #room: SessionRoom;
  readonly #token: string;
  #subscribers: Subscriber[] = [];

  constructor(room: SessionRoom, apiUrl: string, token: string) {
    this.#room = room;
    this.#token = token;
    this.session = room.member({
      apiUrl,
      signaling: { reconnectDelayMs: 5, sessionInfoRetryDelaysMs: [], openAttempts: 1 },
    }).session;
    this.witness = new SessionWitness(this.session);
    this.publisher = new Publisher(room.context, {
      video: new CustomVideoSource({ width: 4, height: 2 }),
      audio: new CustomAudioSource(),
    });
    this.witness.watchPublisher(this.publisher);
  }

  act(action: Step['action']): void {
    const { session, publisher } = this;
    const stream = session.streams.at(-1);
    const connection = session.connections.at(-1);
    const subscriber = this.#subscribers.at(-1);
    if (action === 'connect') this.#note(session.connect(this.#token));
    else if (action === 'disconnect') this.#note(session.disconnect());
    else if (action === 'dispose') this.witness.dispose();
    else if (action === 'publish') this.#note(session.publish(publisher));
    else if (action === 'unpublish') this.#note(session.unpublish(publisher));
    else if (action === 'signal') this.#note(session.sendSignal('t', 'd'));
    else if (action === 'mute') publisher.publishAudio = !publisher.publishAudio;
    else if (action === 'forceMute') this.#note(session.forceMuteAll());
    else if (action === 'forceDisconnect' && connection) {
      this.#note(session.forceDisconnect(connection));
    } else if (action === 'forceUnpublish' && stream) this.#note(session.forceUnpublish(stream));
    else if (action === 'unsubscribe' && subscriber) this.#note(session.unsubscribe(subscriber));
    else if (action === 'subscribe' && stream) {
      const created = new Subscriber(this.#room.context, stream);
      this.witness.watchSubscriber(created);
      this.#subscribers.push(created);
      this.#note(session.subscribe(created));
    }
  }

  #note(operation: Promise<unknown>): void {
    this.operations.push(
      operation.then(
        () => undefined,
        (error: unknown) => {
          this.witness.checkRejection(error);
        },
      ),
    );
  }
}

describe('random calls', () => {
  let room: SessionRoom;
  let network: TcpProxy;

  beforeAll(async () => {
    room = await SessionRoom.open({ timers: { graceMs: 100 }, autoCreateSessions: true });
    network = await TcpProxy.to(room.server.port);
  });
  afterAll(async () => {
    await room[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
  });

  const run = async (sequence: readonly Step[]): Promise<void> => {
    const token = await room.token({ role: 'moderator' });
    const actors = [0, 1, 2].map((index) => {
      return new Actor(room, index === 0 ? network.url : room.server.url, token);
    });
    for (const { actor, action } of sequence) {
      if (action === 'wait') await sleep(10);
      else if (action === 'cutNetwork') network.cut();
      else if (action === 'restoreNetwork') network.restore();
      else if (action === 'cutMedia') room.engine.network.cut();
      else if (action === 'healMedia') room.engine.network.heal();
      else actors[actor]?.act(action);
    }
    network.restore();
    room.engine.network.heal();
    await sleep(20);
    for (const { witness, publisher } of actors) {
      witness.dispose();
      publisher.dispose();
    }
    await Promise.all(actors.flatMap(({ operations }) => operations));
    expect(actors.flatMap(({ witness }) => witness.violations)).toEqual([]);
    expect(room.engine.network.connections).toEqual([]);
  };

  it(
    'never lead to an undeclared state, an untyped error, an event without its partner or after dispose()',
    async () => {
      const warnings: Error[] = [];
      const onWarning = (warning: Error): void => void warnings.push(warning);
      process.on('warning', onWarning);
      try {
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: stepsPerRun, maxLength: stepsPerRun }), run),
          { numRuns: Math.ceil(totalSteps / stepsPerRun), endOnFailure: false },
        );
      } finally {
        process.off('warning', onWarning);
      }
      // Every error had a listener.
      expect(warnings).toEqual([]);
    },
    120_000 + totalSteps * 300,
  );
});
