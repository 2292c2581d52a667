import fc from 'fast-check';
import type { FakeOperation } from '../../helpers/fakes/fake-peer-connection.js';
import type { NetworkState } from '../network/messaging-proxy.js';
import type { Fate } from '../network/message-lane.js';
import type { Direction } from '../network/proxied-socket.js';

/** How many clients there are at a time. The first is a moderator. */
export const clients = 3;

/** Chooses among what there is, modulo its number. */
interface Which {
  readonly which: number;
}

export interface LifeCall {
  readonly do: 'connect' | 'connect-and-abort' | 'disconnect' | 'dispose';
}

export type SendCall =
  | { readonly do: 'publish' }
  | ({ readonly do: 'unpublish' | 'dispose-publisher' | 'mute' } & Which);

export type ReceiveCall = {
  readonly do: 'subscribe' | 'subscribe-own' | 'unsubscribe' | 'dispose-subscriber';
} & Which;

export type ModerateCall =
  | { readonly do: 'force-mute-all' | 'disable-force-mute' }
  | ({ readonly do: 'force-disconnect' | 'force-unpublish' | 'force-mute-stream' } & Which);

export interface SignalCall {
  readonly do: 'signal';
  readonly count: number;
  readonly retryAfterReconnect: boolean;
  /** Index of another client, or everybody. */
  readonly to: number | undefined;
}

/** What an application may do at any time. */
export type Call =
  | { readonly life: LifeCall }
  | { readonly send: SendCall }
  | { readonly receive: ReceiveCall }
  | { readonly moderate: ModerateCall }
  | { readonly signal: SignalCall };

/** What may happen to one client's messaging at any time. */
export type Fault =
  | { readonly do: 'cut'; readonly state: Exclude<NetworkState, 'up'>; readonly forMs: number }
  | { readonly do: 'reset' }
  /** As with a connection that breaks: what is on its way in the last moments does not arrive. */
  | { readonly do: 'lose-and-reset'; readonly direction: Direction; readonly afterMs: number }
  | {
      readonly do: 'fate';
      readonly direction: Direction;
      readonly fate: Fate;
      readonly count: number;
    }
  | { readonly do: 'inject'; readonly direction: Direction; readonly bytes: Uint8Array | string }
  | { readonly do: 'close'; readonly code: number };

/** What may happen to everybody. */
export type Event =
  | { readonly do: 'media'; readonly state: 'cut' | 'fail' | 'heal' }
  | { readonly do: 'engine-failure'; readonly operation: FakeOperation }
  | { readonly do: 'pause'; readonly ms: number };

export type Step = { readonly client: number } & (
  { readonly call: Call } | { readonly fault: Fault } | { readonly event: Event }
);

const which = fc.nat(5);
const direction = fc.constantFrom<Direction>('up', 'down');

const life: fc.Arbitrary<LifeCall> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'connect' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('connect-and-abort' as const, 'disconnect', 'dispose'),
    }),
  },
);

const send: fc.Arbitrary<SendCall> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ do: 'publish' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('mute' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('unpublish' as const, 'dispose-publisher'), which }),
  },
);

const receive: fc.Arbitrary<ReceiveCall> = fc.record({
  do: fc.constantFrom(
    'subscribe' as const,
    'subscribe',
    'subscribe',
    'subscribe-own',
    'unsubscribe',
    'dispose-subscriber',
  ),
  which,
});

const moderate: fc.Arbitrary<ModerateCall> = fc.oneof(
  fc.record({ do: fc.constantFrom('force-mute-all' as const, 'disable-force-mute') }),
  fc.record({
    do: fc.constantFrom('force-disconnect' as const, 'force-unpublish', 'force-mute-stream'),
    which,
  }),
);

const signal: fc.Arbitrary<SignalCall> = fc.record({
  do: fc.constant('signal' as const),
  count: fc.integer({ min: 1, max: 6 }),
  retryAfterReconnect: fc.constantFrom(true, true, true, false),
  to: fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.nat(clients - 1) },
  ),
});

const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 14, arbitrary: fc.record({ life }) },
  { weight: 12, arbitrary: fc.record({ send }) },
  { weight: 14, arbitrary: fc.record({ receive }) },
  { weight: 3, arbitrary: fc.record({ moderate }) },
  { weight: 20, arbitrary: fc.record({ signal }) },
);

const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.constant('duplicate' as const),
  fc.record({ delayMs: fc.integer({ min: 1, max: 30 }) }),
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('cut' as const),
      state: fc.constantFrom('refusing' as const, 'silent', 'deaf'),
      forMs: fc.constantFrom(5, 30, 150, 400, 900),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'reset' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('lose-and-reset' as const),
      direction,
      afterMs: fc.nat(20),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('fate' as const),
      direction,
      fate,
      count: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('inject' as const),
      direction,
      bytes: fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.string({ maxLength: 10 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('close' as const),
      code: fc.constantFrom(1000, 1001, 1008, 1009, 1011, 1012, 4000),
    }),
  },
);

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('media' as const),
      state: fc.constantFrom('cut' as const, 'fail', 'heal', 'heal'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('engine-failure' as const),
      operation: fc.constantFrom<FakeOperation>(
        'createOffer',
        'createAnswer',
        'setLocalDescription',
        'setRemoteDescription',
        'addIceCandidate',
      ),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('pause' as const), ms: fc.constantFrom(1, 5, 25, 60) }),
  },
);

const client = fc.nat(clients - 1);

export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ client, call }) },
  { weight: 3, arbitrary: fc.record({ client, fault }) },
  { weight: 6, arbitrary: fc.record({ client, event }) },
);
