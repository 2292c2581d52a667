import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { now } from './clock.js';
import { noNetworks } from './network/netns.js';
import { expectUndisturbed, inCall, mediaWithin } from './pair.js';
import { inRealTime } from './real-time.js';

const skipped = noNetworks === undefined ? '' : ` (skipped: ${noNetworks})`;

/** Too short for messaging to notice (`deadAfterMs`): only media knows of it. */
describe.skipIf(noNetworks !== undefined)(`a call interrupted briefly${skipped}`, () => {
  inRealTime();

  it('for 5 s, cut behind the host, goes on', async () => {
    await inCall(async ({ ann, bob, bobsHost }) => {
      const cut = now();
      await bobsHost.link.cut();
      ann.signal('from ann, meanwhile');
      bob.signal('from bob, meanwhile');
      await delay(5000);
      await bobsHost.link.restore();
      const restored = now();

      const [seen, shown] = await Promise.all([bob.frame(restored), ann.frame(restored)]);
      expect(Math.max(seen.at, shown.at) - restored).toBeLessThan(mediaWithin);
      await Promise.all([bob.hears('from ann, meanwhile'), ann.hears('from bob, meanwhile')]);
      expectUndisturbed(ann, cut);
      expectUndisturbed(bob, cut);
    });
  });
});
