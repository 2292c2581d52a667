import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Call } from './call.js';
import { now } from './clock.js';
import { noNetworks } from './network/netns.js';
import { inRealTime } from './real-time.js';
import { SlowLine } from './network/slow-line.js';

const skipped = noNetworks === undefined ? '' : ` (skipped: ${noNetworks})`;

const fps = 30;
const measuredSeconds = 10;
const signalEveryMs = 20;

describe.skipIf(noNetworks !== undefined)(`a call over a bad line${skipped}`, () => {
  inRealTime();

  it.each([
    ['packets in order', 'ordered'],
    ['packets that overtake each other', 'overtaking'],
  ] as const)(
    'of one packet lost in 20 and 50 ms ± 20 ms each way, %s, holds 25 of 30 frames, and signals keep order',
    async (_what, order) => {
      await using call = await Call.open();
      const annsHost = await call.network.host('ann');
      const bobsHost = await call.network.host('bob');
      await using line = await SlowLine.between(annsHost, bobsHost, {
        ...{ delayMs: 50, jitterMs: 20, order, seed: 42 },
      });
      // All they have is the line.
      await Promise.all([annsHost.link.unplug(), bobsHost.link.unplug()]);
      const [address] = line.addresses;
      await call.serve(annsHost, { address });
      const picture = { width: 640, height: 360, fps };
      const ann = await call.join(annsHost, address, { publish: picture });
      const bob = await call.join(bobsHost, address);
      await bob.frame();
      await Promise.all([annsHost.loseIncoming(0.05), bobsHost.loseIncoming(0.05)]);

      const sent: string[] = [];
      const until = now() + (measuredSeconds + 2) * 1000;
      const from = until - measuredSeconds * 1000;
      while (now() < until) {
        const text = String(sent.length);
        sent.push(text);
        ann.signal(`a${text}`);
        bob.signal(`b${text}`);
        await delay(signalEveryMs);
      }
      // What was seen until then has been told by then.
      await bob.frame(until);
      expect(bob.frames(from, until) / measuredSeconds).toBeGreaterThanOrEqual(25);

      const last = sent.at(-1) ?? '';
      for (const client of [ann, bob]) {
        await Promise.all([client.hears(`a${last}`), client.hears(`b${last}`)]);
        for (const sender of ['a', 'b']) {
          const heard = client.signals.filter((text) => text.startsWith(sender));
          expect(heard).toEqual(sent.map((text) => sender + text));
        }
      }
      expect([...ann.events(from), ...bob.events(from)]).toEqual([]);
    },
  );
});
