import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { createSessionServer, type SessionServerOptions } from '../../lib/server/index.js';
import type { SessionEvents } from '../../lib/client/session-events.js';
import type { EventLog } from '../helpers/rigs/event-log.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';
import { MessagingProxy, type NetworkState } from './network/messaging-proxy.js';
import { inRealTime } from './real-time.js';

/** From the return of the network, milliseconds. */
const resumedWithin = 1500;
/** The client's defaults: silence until it takes its connection for lost, and how long it tries to come back. */
const deadAfter = 9900;
const giveUp = 60_000;
/** For everything that has no time of its own: how late a busy machine may be. */
const slack = 1000;

/** Ann's messaging goes through a network that fails, Bob's does not. */
async function inRoom(
  act: (parties: {
    room: SessionRoom;
    network: MessagingProxy;
    ann: Member;
    bob: Member;
  }) => Promise<void>,
  options: SessionServerOptions = {},
): Promise<void> {
  await using room = await SessionRoom.open(options);
  await using network = await MessagingProxy.to(room.server.url);
  const bob = await room.join({ data: 'Bob' });
  const ann = await room.join({ data: 'Ann' }, { apiUrl: network.url });
  await bob.log.until('connectionCreated');
  for (const { log } of [ann, bob]) log.clear();
  await act({ room, network, ann, bob });
}

const texts = (log: EventLog<SessionEvents>): string[] =>
  log.payloads('signal').map(({ data }) => data);

/** When the first such event comes. */
async function timeOf({ session, log }: Member, name: keyof SessionEvents): Promise<number> {
  if (log.names.includes(name)) throw new Error(`${name} has come already`);
  return new Promise((resolve) => {
    session.once(name, () => {
      resolve(performance.now());
    });
  });
}

describe('messaging that is cut off', () => {
  inRealTime();

  it.concurrent.each<[number, Exclude<NetworkState, 'up'>]>([
    [5, 'refusing'],
    [20, 'refusing'],
    [20, 'silent'],
    [50, 'refusing'],
    [50, 'silent'],
  ])('for %d s (%s) resumes within 1.5 s of its return', async (seconds, state) => {
    await inRoom(async ({ network, ann, bob }) => {
      const cut = network.cutFor(seconds * 1000, state);
      await ann.log.until('reconnectionStart');
      const queued = ann.session.sendSignal('', 'from ann');
      await bob.session.sendSignal('', 'from bob');

      const resumed = timeOf(ann, 'reconnectionSuccess');
      await cut;
      const back = performance.now();
      expect((await resumed) - back).toBeLessThan(resumedWithin);
      await queued;
      await bob.log.until('signal', ({ data }) => data === 'from ann');
      expect(ann.log.names.slice(0, 2)).toEqual(['reconnectionStart', 'reconnectionSuccess']);
      expect(texts(ann.log)).toContain('from bob');
      expect(bob.log.names).toEqual(['signal', 'signal']);
    });
  });

  it.concurrent('for 5 s (silent) is not even noticed', async () => {
    await inRoom(async ({ network, ann, bob }) => {
      const cut = network.cutFor(5000, 'silent');
      const sent = ann.session.sendSignal('', 'late');
      await cut;
      await sent;
      await bob.log.until('signal');
      await ann.log.until('signal');
      expect(ann.log.names).toEqual(['signal']);
      expect(bob.log.names).toEqual(['signal']);
    });
  });

  it.concurrent(
    'ten times: 1000 signals from both sides, none lost, doubled or out of order',
    async () => {
      await inRoom(async ({ network, ann, bob }) => {
        const numbers = Array.from({ length: 1000 }, (_, index) => String(index));
        const cuts = async (): Promise<void> => {
          for (let cut = 0; cut < 10; cut++) {
            const resumed = new Promise((resolve) => {
              ann.session.once('reconnectionSuccess', resolve);
            });
            // What is on its way at that moment is lost with the connection.
            await network.cutFor(100 + 50 * cut, 'refusing');
            await resumed;
            // So that the next cut finds something on its way, too.
            await delay(200);
          }
        };
        const signals = async ({ session }: Member, name: string): Promise<void> => {
          const accepted: Promise<void>[] = [];
          for (const number of numbers) {
            accepted.push(session.sendSignal('', `${name} ${number}`));
            await delay(10);
          }
          await Promise.all(accepted);
        };
        await Promise.all([cuts(), signals(ann, 'ann'), signals(bob, 'bob')]);

        for (const { log } of [ann, bob]) {
          for (const sender of ['ann', 'bob']) {
            await log.until('signal', ({ data }) => data === `${sender} 999`);
            const heard = texts(log).filter((text) => text.startsWith(sender));
            expect(heard).toEqual(numbers.map((number) => `${sender} ${number}`));
          }
        }
        const starts = ann.log.names.filter((name) => name === 'reconnectionStart').length;
        expect(starts).toBe(10);
        expect(bob.log.names).not.toContain('connectionDropped');
      });
    },
  );

  it.concurrent(
    'for ever: the client learns it after the silence and its time to try',
    async () => {
      await inRoom(async ({ network, ann }) => {
        const cut = performance.now();
        const gone = timeOf(ann, 'disconnected');
        network.network = 'silent';
        const learned = (await gone) - cut;
        expect(learned).toBeGreaterThan(giveUp);
        expect(learned).toBeLessThan(deadAfter + giveUp + slack);
        expect(ann.log.names).toEqual(['reconnectionStart', 'error', 'disconnected']);
        expect(ann.log.payloads('error')).toMatchObject([{ code: ErrorCode.ConnectionDropped }]);
      });
    },
  );

  it.concurrent('longer than the grace period: each side learns it in its time', async () => {
    const [idleMs, graceMs] = [11_000, 4000];
    await inRoom(
      async ({ network, ann, bob }) => {
        const cut = performance.now();
        const dropped = timeOf(bob, 'connectionDropped');
        network.network = 'silent';
        // No connection says so: the server has to notice the silence first.
        const learned = (await dropped) - cut;
        expect(learned).toBeGreaterThan(graceMs);
        expect(learned).toBeLessThan(idleMs + graceMs + slack);
        expect(bob.log.payloads('connectionDropped')).toMatchObject([
          { reason: 'networkDisconnected' },
        ]);

        const told = timeOf(ann, 'disconnected');
        network.network = 'up';
        const back = performance.now();
        expect((await told) - back).toBeLessThan(resumedWithin);
        expect(ann.log.names).toEqual(['reconnectionStart', 'error', 'disconnected']);
      },
      { timers: { idleMs, graceMs } },
    );
  });

  it.concurrent(
    'by a server that restarts ends with an error, and connecting anew works',
    async () => {
      const projects = [{ apiKey: '100', secret: 'only for this test' }];
      const autoCreateSessions = true;
      // An address of its own, so that nobody is given the port while the server is gone.
      const host = '127.77.0.1';
      await inRoom(
        async ({ room, network, ann }) => {
          const { port } = room.server;
          const token = await room.token();
          network.network = 'refusing';
          await ann.log.until('reconnectionStart');
          await room.server.close();
          await using _restarted = await createSessionServer({
            projects,
            autoCreateSessions,
            host,
            port,
          });
          network.network = 'up';
          await ann.log.until('disconnected');
          expect(ann.log.names).toEqual(['reconnectionStart', 'error', 'disconnected']);
          expect(ann.log.payloads('error')).toMatchObject([{ code: ErrorCode.ConnectionDropped }]);
          ann.log.clear();
          await ann.session.connect(token);
          expect(ann.log.names[0]).toBe('connected');
        },
        { projects, autoCreateSessions, host },
      );
    },
  );
});
