import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Result of one contender in one round
 * @property {number} deliveries expected
 * @property {number} heard of them
 * @property {number} open connections at the end
 * @property {number} messageBytes of one that was heard
 * @property {number} cpuUsPerDelivery of the server process, user and system
 * @property {number} p50 delay from a sender to a receiver, milliseconds
 * @property {number} p99
 */

/** A process that answers one question at a time. */
class Child {
  /**
   * @param {string} module
   * @param {...string} args
   */
  constructor(module, ...args) {
    this.process = fork(new URL(module, import.meta.url), args, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.ended = once(this.process, 'exit');
    this.failed = this.ended.then(([code]) => {
      throw new Error(`${module} ended with ${code}`);
    });
    this.failed.catch(() => undefined);
  }

  /** @returns {Promise<any>} */
  async answer() {
    const listening = new AbortController();
    try {
      const message = once(this.process, 'message', { signal: listening.signal });
      const [answer] = await Promise.race([message, this.failed]);
      return answer;
    } finally {
      listening.abort();
    }
  }

  /**
   * @param {...unknown} question
   * @returns {Promise<any>}
   */
  ask(...question) {
    this.process.send(/** @type {import('node:child_process').Serializable} */ (question));
    return this.answer();
  }

  async end() {
    this.process.disconnect();
    await this.ended;
  }
}

/**
 * One server, its connections in two other processes, and messages at a steady pace from ten of them to all.
 *
 * @param {'ours' | 'plain'} contender
 * @param {{ connections: number, perSecond: number, seconds: number, warmUpSeconds: number, textBytes: number }} work
 * @returns {Promise<Result>}
 */
export async function measure(contender, work) {
  const { connections, perSecond, seconds, warmUpSeconds, textBytes } = work;
  const server = new Child('server.mjs', contender);
  const join = await server.answer();
  const halves = [Math.ceil(connections / 2), Math.floor(connections / 2)];
  const clients = halves.map((count) => {
    const setup = { contender, join, count, speakers: Math.min(count, 10), textBytes };
    return new Child('clients.mjs', JSON.stringify(setup));
  });
  await Promise.all(clients.map((each) => each.answer()));

  /** @param {number} expected */
  const collect = async (expected) => {
    // What is under way may be late, but not for long.
    const deadline = performance.now() + 20_000;
    let heard;
    do {
      await sleep(100);
      const counts = await Promise.all(clients.map((each) => each.ask('count')));
      heard = counts.reduce((sum, count) => sum + count, 0);
    } while (heard < expected && performance.now() < deadline);
    // All at once: of the last few alone the median tells nothing.
    const parts = await Promise.all(clients.map((each) => each.ask('collect')));
    return {
      heard: parts.reduce((sum, part) => sum + part.heard, 0),
      open: parts.reduce((sum, part) => sum + part.open, 0),
      messageBytes: Math.max(...parts.map((part) => part.messageBytes)),
      p50: Math.max(...parts.map((part) => part.p50)),
      p99: Math.max(...parts.map((part) => part.p99)),
    };
  };

  const [speaker] = clients;
  const warmUp = await speaker.ask('speak', { perSecond, seconds: warmUpSeconds });
  await collect(warmUp.sent * connections);
  await server.ask('mark');
  const { sent } = await speaker.ask('speak', { perSecond, seconds });
  const deliveries = sent * connections;
  const result = await collect(deliveries);
  const { cpuMs } = await server.ask('mark');
  for (const child of [...clients, server]) await child.end();
  return { deliveries, ...result, cpuUsPerDelivery: (cpuMs * 1000) / result.heard };
}
