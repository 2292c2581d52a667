import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { now } from './clock.js';
import { noNetworks } from './network/netns.js';
import { expectUndisturbed, inCall, mediaWithin, resumedWithin } from './pair.js';
import { inRealTime } from './real-time.js';

/** For an answer from the server after a suspension: `probeTimeoutMs`. */
const probedWithin = 2000;
/**
 * Pictures that came while nobody took them are lost. libwebrtc asks for a key frame when it has had none that it can
 * decode for 3 s (`kMaxWaitForFrame`), unless ICE had to begin anew.
 */
const keyFrameWithin = 3000;
/** Longer than the server waits for a silent client (`idleMs`), shorter than it then waits for its return. */
const closedForSeconds = 50;

const skipped = noNetworks === undefined ? '' : ` (skipped: ${noNetworks})`;

describe.skipIf(noNetworks !== undefined)(`a call in which a process fails${skipped}`, () => {
  inRealTime();

  it.concurrent.each([
    ['on a network that stays', false],
    ['whose network is gone meanwhile', true],
  ])(
    `a laptop is closed for ${closedForSeconds} s, %s: it comes back by itself`,
    async (_network, isOffline) => {
      await inCall(async ({ ann, bob, bobsHost }) => {
        const closed = now();
        bob.suspend();
        if (isOffline) await bobsHost.link.cut();
        ann.signal('from ann, meanwhile');
        await delay(closedForSeconds * 1000);
        if (isOffline) await bobsHost.link.restore();
        const opened = now();
        bob.resume();
        const resumed = await bob.event('reconnectionSuccess', closed);
        expect(resumed.at - opened).toBeLessThan(probedWithin + resumedWithin);
        const [seen, shown] = await Promise.all([bob.frame(resumed.at), ann.frame(resumed.at)]);
        const media = Math.max(seen.at, shown.at) - resumed.at;
        expect(media).toBeLessThan(mediaWithin + keyFrameWithin);
        await bob.hears('from ann, meanwhile');
        expectUndisturbed(ann, closed);
      });
    },
  );

  it.concurrent('a client crashes: the others learn it after the grace period', async () => {
    const graceMs = 5000;
    await inCall(
      async ({ ann, bob }) => {
        const crashed = now();
        await bob.kill();
        const dropped = await ann.event('connectionDropped', crashed);
        expect(dropped.detail).toBe('networkDisconnected');
        expect(dropped.at - crashed).toBeGreaterThan(graceMs - 1);
        expect(dropped.at - crashed).toBeLessThan(graceMs + resumedWithin);
        const noticed = ann.events(crashed).filter((name) => !name.startsWith('subscriber '));
        expect(noticed).toEqual(['streamDropped', 'connectionDropped']);
      },
      { server: { timers: { graceMs } } },
    );
  });

  it.concurrent('the server crashes and is started again: it knows nobody', async () => {
    await inCall(async ({ call, server, serverHost, ann, bob, bobsHost }) => {
      const crashed = now();
      await server.kill();
      await Promise.all([
        ann.event('reconnectionStart', crashed),
        bob.event('reconnectionStart', crashed),
      ]);
      await call.serve(serverHost);
      const served = now();
      for (const client of [ann, bob]) {
        // It may learn it before we are told that the server is there.
        const ended = await client.event('disconnected', crashed);
        expect(ended.at - served).toBeLessThan(resumedWithin);
        expect(ended.detail).toBe('networkDisconnected');
        expect(client.events(crashed).filter((name) => !name.startsWith('subscriber '))).toEqual([
          'reconnectionStart',
          'publisher streamDestroyed',
          'error',
          'disconnected',
        ]);
        const error = await client.event('error', crashed);
        expect(error.detail).toMatch(/^1022 /);
      }
      const again = await call.join(bobsHost, serverHost.address);
      expect(again.events()).toContain('connected');
    });
  });
});
