import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ErrorCode, SessionError } from '../../../../lib/common/session-error.js';
import type { Publication } from '../../../../lib/signaling/session/publication.js';
import type { Subscription } from '../../../../lib/signaling/session/subscription.js';
import { ClientRig, connectionInfo, streamInfo } from '../../../helpers/rigs/client-rig.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';
import type { FakeMessaging } from '../../../helpers/fakes/fake-messaging.js';
import { publishOptions } from '../../../helpers/publish-options.js';

/** What an application or the world may do, in any order. Each returns what it waits for, if anything. */
const steps = {
  connect: (world) => world.rig.client.connect('token'),
  disconnect: (world) => world.rig.client.disconnect(),
  dispose: (world) => {
    world.rig.client.dispose();
    world.disposed = true;
  },
  publish: (world) => {
    const publication = world.rig.client.publish(publishOptions(world.rig.engine, world.id()));
    world.watchPublication(publication);
    return publication.created;
  },
  unpublish: (world) => world.publications.at(-1)?.close(),
  subscribe: (world) => {
    const { rig } = world;
    const own = world.publications.at(-1)?.streamId;
    const subscription = rig.client.subscribe(own ?? rig.client.streams[0]?.id ?? 'none');
    world.watchSubscription(subscription);
    return subscription.connected;
  },
  unsubscribe: (world) => world.subscriptions.at(-1)?.close(),
  mute: (world) => world.publications.at(-1)?.setChannel('audio', { active: false }),
  signal: (world) => world.rig.client.signal('t', 'd', { retryAfterReconnect: world.flip() }),
  networkChanged: (world) => {
    world.rig.client.networkChanged();
  },
  lose: (world) => {
    if (world.server?.state === 'connected') world.server.lose();
  },
  resume: (world) => {
    if (world.server?.state === 'reconnecting') world.server.resume();
  },
  giveUp: (world) => {
    const error = new SessionError(ErrorCode.ConnectionDropped, 'gone');
    if (world.server && world.server.state !== 'closed') world.server.close('gave-up', error);
  },
  forceDisconnect: (world) => {
    const connectionId = world.rig.client.connection?.id;
    if (connectionId === undefined) return;
    const reason = 'forceDisconnected';
    world.server?.deliver({ kind: 'connection-deleted', connectionId, reason });
  },
  forceUnpublish: (world) => {
    const streamId = world.publications.at(-1)?.streamId ?? 'none';
    world.server?.deliver({ kind: 'stream-deleted', streamId, reason: 'forceUnpublished' });
  },
  join: (world) => {
    world.server?.deliver({ kind: 'connection-created', connection: connectionInfo('A') });
    world.server?.deliver({ kind: 'stream-created', stream: streamInfo('SA', 'A') });
  },
  leave: (world) => {
    const reason = 'clientDisconnected';
    world.server?.deliver({ kind: 'connection-deleted', connectionId: 'A', reason });
  },
  cut: (world) => {
    world.rig.engine.network.cut();
  },
  fail: (world) => {
    world.rig.engine.network.fail();
  },
  heal: (world) => {
    world.rig.engine.network.heal();
  },
  breakOffer: (world) => {
    world.rig.engine.failNext('createOffer');
  },
  settle: () => settle(),
  wait: (world) => world.rig.clock.advance(6_000),
} satisfies Record<string, (world: World) => unknown>;

/** A client, what it has made, and a check that every order of its events is a declared one. */
class World {
  readonly rig = new ClientRig({
    client: { onListenerError: (error) => this.violations.push(error) },
  });
  /** What the listeners below found. */
  readonly violations: unknown[] = [];
  readonly publications: Publication[] = [];
  readonly subscriptions: Subscription[] = [];
  readonly untyped: unknown[] = [];
  disposed = false;
  #joined = false;
  #reconnecting = false;
  #ids = 0;
  #flips = 0;

  constructor() {
    const { client } = this.rig;
    const never = (condition: boolean, what: string): void => {
      if (condition || this.disposed) throw new Error(`undeclared: ${what}`);
    };
    client.on('connected', () => {
      never(this.#joined, 'connected twice');
      this.#joined = true;
    });
    client.on('disconnected', () => {
      never(!this.#joined, 'disconnected without connected');
      const open = [...this.publications, ...this.subscriptions].filter(({ closed }) => !closed);
      never(open.length > 0, 'disconnected before everything ended');
      this.#joined = false;
      this.#reconnecting = false;
    });
    client.on('reconnectionStart', () => {
      never(!this.#joined || this.#reconnecting, 'reconnectionStart');
      this.#reconnecting = true;
    });
    client.on('reconnectionSuccess', () => {
      never(!this.#reconnecting, 'reconnectionSuccess');
      this.#reconnecting = false;
    });
    for (const name of [
      'signal',
      'connectionCreated',
      'streamReceived',
      'streamDropped',
    ] as const) {
      client.on(name, () => {
        never(!this.#joined, `${name} outside of a session`);
      });
    }
    client.on('stateChanged', ({ state }) => {
      never(false, `state ${state}`);
    });
  }

  get server(): FakeMessaging | undefined {
    return this.rig.messagings.at(-1);
  }

  get pairing() {
    return { joined: this.#joined, reconnecting: this.#reconnecting };
  }

  id(): string {
    return `S${++this.#ids}`;
  }

  flip(): boolean {
    return ++this.#flips % 2 === 0;
  }

  watchPublication(publication: Publication): void {
    this.publications.push(publication);
    const log: string[] = [];
    for (const name of ['created', 'destroyed'] as const) {
      publication.on(name, () => {
        log.push(name);
        const expected = ['created', 'destroyed'].slice(0, log.length);
        if (this.disposed || log.join() !== expected.join()) throw new Error(`undeclared: ${name}`);
      });
    }
  }

  watchSubscription(subscription: Subscription): void {
    this.subscriptions.push(subscription);
    let flow = 'none';
    const follow = (name: string, from: string[], to: string): void => {
      subscription.on(name as 'connected', () => {
        if (this.disposed || !from.includes(flow)) throw new Error(`undeclared: ${name}`);
        flow = to;
      });
    };
    follow('connected', ['none'], 'flowing');
    follow('streamDisconnected', ['flowing'], 'interrupted');
    follow('streamReconnected', ['interrupted'], 'flowing');
    follow('closed', ['none', 'flowing', 'interrupted'], 'closed');
  }

  async do(step: keyof typeof steps): Promise<void> {
    const note = (error: unknown): void => {
      if (!(error instanceof SessionError)) this.untyped.push(error);
    };
    try {
      const result: unknown = steps[step](this);
      if (!(result instanceof Promise)) return;
      result.catch(note);
      if (step === 'wait' || step === 'settle') await result;
    } catch (error) {
      note(error);
    }
  }
}

describe('SessionClient, whatever happens in whatever order', () => {
  const order = fc.array(fc.constantFrom(...(Object.keys(steps) as (keyof typeof steps)[])), {
    minLength: 10,
    maxLength: 60,
    size: 'max',
  });
  // Most of what there is to get wrong happens while connected.
  const life = order.map((rest) => ['connect', 'settle', 'publish', 'settle', ...rest] as const);

  it('keeps the pairing rules, fails with typed errors only, and leaves nothing behind', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(life, async (sequence) => {
        const world = new World();
        const { client, engine, clock, messagings } = world.rig;
        for (const step of sequence) await world.do(step);
        taken += sequence.length;
        await settle();
        const { state } = client;
        const joined = state === 'connected' || state === 'reconnecting';
        if (!world.disposed) {
          expect(world.pairing).toEqual({ joined, reconnecting: state === 'reconnecting' });
        }
        world.rig.client.dispose();
        await settle();
        expect(world.violations).toEqual([]);
        expect(world.untyped).toEqual([]);
        expect(engine.network.connections).toEqual([]);
        expect(clock.pending).toBe(0);
        expect(messagings.every((messaging) => messaging.state === 'closed')).toBe(true);
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(10_000);
  });
});
