import { describe, expect, it } from 'vitest';
import { SessionError } from '../../lib/common/session-error.js';
import type { SignalingOptions } from '../../lib/signaling/signaling-config.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';
import { randomFates, type FateRates } from './random/signal-outcomes.js';
import { MessagingProxy } from './network/messaging-proxy.js';

const signals = 300;

interface Parties {
  readonly network: MessagingProxy;
  readonly ann: Member;
  readonly bob: Member;
}

/** Ann's messages suffer such fates, both ways, Bob's do not. */
async function inRoom(
  rates: FateRates,
  signaling: SignalingOptions,
  act: (parties: Parties) => Promise<void>,
): Promise<void> {
  await using room = await SessionRoom.open();
  await using network = await MessagingProxy.to(room.server.url);
  const bob = await room.join({ data: 'Bob' });
  const ann = await room.join({ data: 'Ann' }, { apiUrl: network.url, signaling });
  await bob.log.until('connectionCreated');
  for (const { log } of [ann, bob]) log.clear();
  network.decide = randomFates(7, rates);
  await act({ network, ann, bob });
}

/** Says numbers; those that were accepted. */
async function count({ session }: Member): Promise<number[]> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: signals }, (_, number) => session.sendSignal('count', String(number))),
  );
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(SessionError);
  }
  return outcomes.flatMap(({ status }, number) => (status === 'fulfilled' ? number : []));
}

/** What one heard the other say, or himself. */
const heard = ({ log }: Member, speaker: Member): number[] =>
  log
    .payloads('signal')
    .filter(({ type, connection }) => {
      return type === 'count' && connection?.id === speaker.session.connection?.id;
    })
    .map(({ data }) => Number(data));

describe('messaging over a network that', () => {
  it('doubles and delays: signals arrive once, in order', async () => {
    await inRoom({ duplicate: 0.2, delay: 0.05 }, {}, async ({ ann, bob }) => {
      const all = Array.from({ length: signals }, (_, number) => number);
      expect(await Promise.all([count(ann), count(bob)])).toEqual([all, all]);
      const last = String(signals - 1);
      for (const listener of [ann, bob]) {
        for (const speaker of [ann, bob]) {
          await listener.log.until(
            'signal',
            ({ data, connection }) =>
              data === last && connection?.id === speaker.session.connection?.id,
          );
          expect(heard(listener, speaker)).toEqual(all);
        }
      }
      expect(new Set([...ann.log.names, ...bob.log.names])).toEqual(new Set(['signal']));
    });
  });

  it('loses and swaps: what was accepted arrives once, at the latest after the next reconnection', async () => {
    const rates = { drop: 0.1, swap: 0.1, duplicate: 0.1 };
    await inRoom(rates, { requestTimeoutMs: 2000 }, async ({ network, ann, bob }) => {
      const [anns, bobs] = await Promise.all([count(ann), count(bob)]);
      // Some must have been lost, or this shows nothing.
      expect(anns.length).toBeLessThan(signals);
      expect(anns.length).toBeGreaterThan(signals / 2);
      expect(bobs).toHaveLength(signals);

      network.decide = () => 'pass';
      network.reset();
      await ann.log.until('reconnectionSuccess');
      await bob.session.sendSignal('end', '');
      await ann.log.until('signal', ({ type }) => type === 'end');
      for (const listener of [ann, bob]) {
        for (const [speaker, accepted] of [
          [ann, anns],
          [bob, bobs],
        ] as const) {
          const numbers = heard(listener, speaker).filter((number) => accepted.includes(number));
          expect(numbers.toSorted((a, b) => a - b)).toEqual(accepted);
        }
      }
      // Each failure is told as an event, too.
      const rest = ann.log.names.filter((name) => name !== 'signal' && name !== 'error');
      expect(rest).toEqual(['reconnectionStart', 'reconnectionSuccess']);
    });
  });
});
