import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Network, noNetworks, type Host } from './network/netns.js';
import { inRealTime } from './real-time.js';
import { SlowLine } from './network/slow-line.js';

const port = 7777;

/** After this nothing comes any more, however busy the machine is. */
const silenceMs = 2000;

const program = (name: string): string =>
  fileURLToPath(new URL(`programs/${name}`, import.meta.url));

async function answer(host: Host): Promise<void> {
  const child = host.spawn(process.execPath, [program('udp-echo.mjs'), String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout) await once(child.stdout, 'data');
}

interface Answer {
  readonly number: number;
  /** Round-trip time. */
  readonly ms: number;
}

/** The datagrams that were answered. */
async function pings(from: Host, address: string, count: number): Promise<Answer[]> {
  const args = [program('udp-ping.mjs'), address, ...[port, count, silenceMs].map(String)];
  const child = from.spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return JSON.parse(output) as Answer[];
}

const namespaces = (): string =>
  execFileSync('ip', ['netns', 'list'])
    .toString()
    .split('\n')
    .filter((line) => line.includes(`-${process.pid}-`))
    .join();

describe.skipIf(noNetworks !== undefined)(
  `networks of network namespaces${noNetworks === undefined ? '' : ` (skipped: ${noNetworks})`}`,
  () => {
    inRealTime();

    let network: Network;
    let ann: Host;
    let bob: Host;

    beforeEach(async () => {
      network = await Network.create();
      ann = await network.host('ann');
      bob = await network.host('bob');
      await answer(bob);
    });
    afterEach(async () => {
      await network[Symbol.asyncDispose]();
      expect(namespaces()).toBe('');
    });

    it('connect hosts', async () => {
      expect(await pings(ann, bob.address, 10)).toHaveLength(10);
    });

    it.each([
      ['cut behind the host', 'cut', 'restore'],
      ['unplugged at the host', 'unplug', 'plug'],
    ] as const)('can be %s, and restored', async (_how, fail, restore) => {
      await ann.link[fail]();
      expect(await pings(ann, bob.address, 3)).toEqual([]);
      await ann.link[restore]();
      expect(await pings(ann, bob.address, 3)).toHaveLength(3);
    });

    it('can give a host a second interface', async () => {
      const cable = await network.addLink(ann);
      await ann.link.abandon();
      await cable.plug();
      expect(await pings(ann, bob.address, 3)).toHaveLength(3);
    });

    it('lose packets by lot', async () => {
      await bob.loseIncoming(0.3);
      const { length } = await pings(ann, bob.address, 400);
      expect(length).toBeGreaterThan(220);
      expect(length).toBeLessThan(340);
    });

    it.each(['ordered', 'overtaking'] as const)('can be slow each way, %s', async (order) => {
      const slow = { delayMs: 50, jitterMs: 20, order, seed: 1 };
      await using line = await SlowLine.between(ann, bob, slow);
      const answers = await pings(ann, line.addresses[1], 200);
      expect(answers).toHaveLength(200);
      const times = answers.map(({ ms }) => ms);
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
      expect(Math.min(...times)).toBeGreaterThan(60);
      expect(mean).toBeGreaterThan(90);
      expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(15);
      const numbers = answers.map(({ number }) => number);
      const inOrder = numbers.every((number, index) => number === index);
      expect(inOrder).toBe(order === 'ordered');
    });
  },
);
