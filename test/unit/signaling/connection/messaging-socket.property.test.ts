import fc from 'fast-check';
import { expect, it } from 'vitest';
import { settle } from '../../../helpers/fakes/fake-clock.js';
import { MessagingRig } from '../../../helpers/rigs/messaging-rig.js';
import { ModelServer, type Network } from '../../../helpers/fakes/model-server.js';

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('request' as const) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('event' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constantFrom('up' as const, 'down' as const),
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constantFrom('repeat', 'delay-reply' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('cut' as const), noticed: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('network' as const),
      network: fc.constantFrom<Network>('good', 'refusing', 'dead'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('time' as const),
      ms: fc.constantFrom(1, 100, 600, 2_500, 10_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('network-changed' as const) }) },
);

type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

/** A client, its server and what each of them was told to send. */
class Run {
  readonly rig = new MessagingRig({
    overrides: { requestTimeoutMs: 1e9, reconnectGiveUpMs: 1e9, openAttempts: 1e9 },
  });
  readonly server = new ModelServer(this.rig.platform);
  readonly requests: string[] = [];
  readonly events: string[] = [];
  readonly replies: Promise<unknown>[] = [];

  async perform(step: Action): Promise<void> {
    switch (step.type) {
      case 'request': {
        const payload = `request ${this.requests.length}`;
        this.requests.push(payload);
        const reply = this.rig.socket.request(payload);
        reply.catch(() => undefined);
        this.replies.push(reply);
        break;
      }
      case 'event': {
        const payload = `event ${this.events.length}`;
        this.events.push(payload);
        this.server.send(payload);
        break;
      }
      case 'up':
        this.server.passUp(step.count);
        break;
      case 'down':
        this.server.passDown(step.count);
        break;
      case 'repeat':
        this.server.repeat();
        break;
      case 'delay-reply':
        this.server.delayReply();
        break;
      case 'cut':
        this.server.cut(step.noticed);
        break;
      case 'network':
        this.server.network = step.network;
        break;
      case 'time':
        await this.rig.clock.advance(step.ms);
        break;
      case 'network-changed':
        this.rig.socket.networkChanged();
    }
    await settle();
  }

  /** The network is good from now on. */
  async recover(): Promise<void> {
    this.server.network = 'good';
    // A link that died unnoticed is noticed after 9.9 s; attempts made in a dead network end after 2 s.
    for (let ms = 0; ms < 20_000; ms += 100) {
      await this.rig.clock.advance(100);
      this.server.passUp(Infinity);
      this.server.passDown(Infinity);
    }
    // Acknowledgements of what came last.
    this.server.passUp(Infinity);
    await settle();
  }

  received(): string[] {
    return this.rig.events.flatMap((event) => (event.name === 'message' ? [event.payload] : []));
  }
}

it('loses nothing, doubles nothing and keeps the order, whatever the network does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 60, size: 'max' }), async (steps) => {
      const run = new Run();
      const connected = run.rig.socket.connect();
      await run.rig.clock.advance(10);
      for (const step of steps) await run.perform(step);
      await run.recover();

      await connected;
      expect(run.rig.socket.state).toBe('connected');
      expect(run.server.idle).toBe(true);
      expect(run.server.processed).toEqual(run.requests);
      expect(run.received()).toEqual(run.events);
      await expect(Promise.all(run.replies)).resolves.toHaveLength(run.requests.length);
      expectPairs(run.rig.eventNames);
      run.rig.socket.dispose();
    }),
    { numRuns: 500 },
  );
}, 60_000);

/** Each `lost` is followed by `resumed`, and no message comes between. */
function expectPairs(names: readonly string[]): void {
  let lost = false;
  for (const name of names) {
    expect(name).not.toBe(lost ? 'lost' : 'resumed');
    if (lost) expect(name).toBe('resumed');
    lost = name === 'lost';
  }
  expect(lost).toBe(false);
}
