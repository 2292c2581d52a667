import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { now } from './clock.js';
import { noNetworks } from './network/netns.js';
import { expectUndisturbed, inCall, mediaWithin, resumedWithin } from './pair.js';
import { inRealTime } from './real-time.js';

/** Silence until a client takes its connection for lost: `deadAfterMs`. */
const noticedWithin = 9900;

const skipped = noNetworks === undefined ? '' : ` (skipped: ${noNetworks})`;

describe.skipIf(noNetworks !== undefined)(`a call whose network fails${skipped}`, () => {
  inRealTime();

  it.concurrent.each([
    [20, 'cut behind the host', 'cut', 'restore'],
    [20, 'unplugged at the host', 'unplug', 'plug'],
    [50, 'cut behind the host', 'cut', 'restore'],
  ] as const)('for %d s, %s, goes on', async (seconds, _how, fail, restore) => {
    await inCall(async ({ ann, bob, bobsHost }) => {
      const cut = now();
      await bobsHost.link[fail]();
      ann.signal('from ann, meanwhile');
      bob.signal('from bob, meanwhile');
      await delay(seconds * 1000);
      await bobsHost.link[restore]();
      const restored = now();

      const [seen, shown] = await Promise.all([bob.frame(restored), ann.frame(restored)]);
      expect(Math.max(seen.at, shown.at) - restored).toBeLessThan(mediaWithin);
      // It may have happened before the program that restores the network has ended.
      const resumed = await bob.event('reconnectionSuccess', cut);
      expect(resumed.at - restored).toBeLessThan(resumedWithin);
      await Promise.all([bob.hears('from ann, meanwhile'), ann.hears('from bob, meanwhile')]);
      expectUndisturbed(ann, cut);
    });
  });

  it.concurrent('goes on at another address when the cable replaces the Wi-Fi', async () => {
    await inCall(async ({ call, ann, bob, bobsHost }) => {
      const wifi = bobsHost.link;
      const cable = await call.network.addLink(bobsHost);
      const changed = now();
      await wifi.abandon();
      await cable.plug();

      const resumed = await bob.event('reconnectionSuccess', changed);
      expect(resumed.at - changed).toBeLessThan(noticedWithin + resumedWithin);
      const [seen, shown] = await Promise.all([bob.frame(resumed.at), ann.frame(resumed.at)]);
      expect(Math.max(seen.at, shown.at) - resumed.at).toBeLessThan(mediaWithin);
      bob.signal('from the cable');
      await ann.hears('from the cable');
      expectUndisturbed(ann, changed);
    });
  });

  it.concurrent('goes on although the token has expired meanwhile', async () => {
    // Long enough for a busy machine to have joined; the other tests take longer.
    const expiresInSeconds = 45;
    await inCall(
      async ({ ann, bob, bobsHost }) => {
        const cut = now();
        await bobsHost.link.cut();
        await delay(expiresInSeconds * 1000);
        await bobsHost.link.restore();
        const restored = now();
        await bob.event('reconnectionSuccess', cut);
        await bob.frame(restored);
        expectUndisturbed(ann, cut);
      },
      { bobsToken: { expiresInSeconds } },
    );
  });
});
