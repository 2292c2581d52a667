import { setTimeout as delay } from 'node:timers/promises';
import type { SignalingOptions } from '../../../lib/signaling/signaling-config.js';
import { SessionRoom } from '../../helpers/rigs/session-room.js';
import type { Fate } from '../network/message-lane.js';
import { MessagingProxy } from '../network/messaging-proxy.js';
import type { Direction } from '../network/proxied-socket.js';
import { RandomClient, type Tally } from './random-client.js';
import { clients, type Event, type Fault, type Step } from './random-steps.js';
import { SignalLedger } from './signal-ledger.js';

/**
 * The protocol's times divided by about thirty, as short as a busy machine allows: one that is late by itself must not
 * look like a network that fails.
 */
const quick: SignalingOptions = {
  pingIntervalMs: 100,
  deadAfterMs: 300,
  probeTimeoutMs: 200,
  suspendedAfterMs: 50,
  reconnectDelayMs: 15,
  reconnectStableMs: 50,
  reconnectGiveUpMs: 800,
  reconnectAttemptTimeoutMs: 200,
  openTimeoutMs: 400,
  openAttempts: 2,
  sessionInfoTimeoutMs: 400,
  sessionInfoRetryDelaysMs: [10],
  requestTimeoutMs: 800,
  publishTimeoutMs: 800,
  subscribeTimeoutMs: 800,
  iceFailedGraceMs: 50,
  mediaRecoveryMs: 3000,
  leaveFlushIntervalMs: 10,
};

/** One client's way to the server. */
class Line {
  readonly #proxy: MessagingProxy;
  #cut: NodeJS.Timeout | undefined;
  readonly #losing = new Set<Direction>();
  readonly #fates: Record<Direction, Fate[]> = { up: [], down: [] };

  constructor(proxy: MessagingProxy) {
    this.#proxy = proxy;
    proxy.decide = (direction) => {
      return this.#losing.has(direction) ? 'drop' : (this.#fates[direction].shift() ?? 'pass');
    };
  }

  suffer(fault: Fault): void {
    const proxy = this.#proxy;
    switch (fault.do) {
      case 'cut':
        proxy.network = fault.state;
        clearTimeout(this.#cut);
        this.#cut = setTimeout(() => {
          proxy.network = 'up';
        }, fault.forMs);
        break;
      case 'reset':
        this.#reset();
        break;
      case 'lose-and-reset':
        this.#losing.add(fault.direction);
        setTimeout(() => {
          this.#reset();
        }, fault.afterMs);
        break;
      case 'fate':
        for (let i = 0; i < fault.count; i++) this.#fates[fault.direction].push(fault.fate);
        break;
      case 'inject':
        proxy.inject(fault.direction, fault.bytes);
        break;
      case 'close':
        proxy.close(fault.code);
        break;
    }
  }

  heal(): void {
    // What was lost must not be followed by anything on the same connection.
    if (this.#losing.size > 0) this.#reset();
    this.#fates.up = [];
    this.#fates.down = [];
    clearTimeout(this.#cut);
    this.#proxy.network = 'up';
  }

  #reset(): void {
    this.#losing.clear();
    this.#proxy.reset();
  }
}

/** A session in which everything happens: clients that do anything at any time, over networks that fail. */
export class RandomWorld implements AsyncDisposable {
  readonly #room: SessionRoom;
  readonly #proxies: readonly MessagingProxy[];
  readonly #lines: readonly Line[];
  readonly #ledger = new SignalLedger();
  readonly #tokens: readonly string[];
  readonly #tally: Tally;
  readonly #past: RandomClient[] = [];
  #clients: RandomClient[];

  private constructor(
    room: SessionRoom,
    proxies: readonly MessagingProxy[],
    tokens: readonly string[],
    tally: Tally,
  ) {
    this.#room = room;
    this.#proxies = proxies;
    this.#lines = proxies.map((proxy) => new Line(proxy));
    this.#tokens = tokens;
    this.#tally = tally;
    this.#clients = proxies.map((_, index) => this.#newClient(index));
  }

  /**
   * @param graceMs How long the server keeps a client that it has lost.
   * @param tally Counts events.
   */
  static async open(graceMs: number, tally: Tally): Promise<RandomWorld> {
    const room = await SessionRoom.open({
      timers: { graceMs, handshakeMs: 1000, idleMs: 800, closeMs: 50 },
    });
    const indexes = Array.from({ length: clients }, (_, index) => index);
    const proxies = indexes.map(() => MessagingProxy.to(room.server.url));
    const tokens = indexes.map((index) =>
      room.token({ role: index === 0 ? 'moderator' : 'publisher' }),
    );
    return new RandomWorld(room, await Promise.all(proxies), await Promise.all(tokens), tally);
  }

  /** A call among all of them. */
  async begin(): Promise<void> {
    const sessions = this.#clients.map(({ session }) => session);
    for (const client of this.#clients) {
      client.perform({ life: { do: 'connect' } }, sessions);
      await client.idle();
      client.perform({ send: { do: 'publish' } }, sessions);
      await client.idle();
    }
    for (const client of this.#clients) {
      client.perform({ receive: { do: 'subscribe', which: 0 } }, sessions);
      await client.idle();
    }
  }

  get violations(): string[] {
    return [
      ...[...this.#past, ...this.#clients].flatMap(({ name, witness }) =>
        witness.violations.map((violation) => `${name}: ${violation}`),
      ),
      ...this.#ledger.violations,
    ];
  }

  async perform(step: Step): Promise<void> {
    if ('event' in step) {
      await this.#happen(step.event);
    } else if ('fault' in step) {
      this.#lines[step.client]?.suffer(step.fault);
    } else {
      const sessions = this.#clients.map(({ session }) => session);
      this.#clients[step.client]?.perform(step.call, sessions);
      this.#replaceDisposed();
    }
  }

  /** The networks are well again. What does not come right within the time is returned. */
  async settle(withinMs: number): Promise<string[]> {
    for (const line of this.#lines) line.heal();
    this.#room.engine.network.heal();
    const deadline = performance.now() + withinMs;
    for (;;) {
      const wrong = this.#wrong();
      if (wrong.length === 0 || performance.now() > deadline) return wrong;
      await delay(5);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.dispose();
    await this.#room[Symbol.asyncDispose]();
    await Promise.all(this.#proxies.map((proxy) => proxy[Symbol.asyncDispose]()));
  }

  async #happen(event: Event): Promise<void> {
    const { engine } = this.#room;
    if (event.do === 'pause') await delay(event.ms);
    else if (event.do === 'media') engine.network[event.state]();
    else engine.failNext(event.operation);
  }

  #newClient(index: number): RandomClient {
    const apiUrl = this.#proxies[index]?.url ?? '';
    const { session } = this.#room.member({ apiUrl, signaling: quick });
    return new RandomClient({
      room: this.#room,
      token: this.#tokens[index] ?? '',
      session,
      ledger: this.#ledger,
      tally: this.#tally,
    });
  }

  #replaceDisposed(): void {
    this.#clients = this.#clients.map((client, index) => {
      if (client.session.state !== 'disposed') return client;
      this.#past.push(client);
      return this.#newClient(index);
    });
  }

  /** What is not as it should be when nothing happens any more. */
  #wrong(): string[] {
    const joined = this.#clients.filter(({ session }) => session.state === 'connected');
    return [
      ...[...this.#past, ...this.#clients].flatMap(({ name, pending }) =>
        [...pending.values()].map((what) => `${name}: ${what} has not settled`),
      ),
      ...this.#clients
        .filter(({ session }) => ['connecting', 'reconnecting'].includes(session.state))
        .map(({ name, session }) => `${name} is ${session.state}`),
      ...joined.flatMap((client) => {
        const others = joined.filter((other) => other !== client);
        const { session, name } = client;
        return [
          ...difference(
            `${name}, connections`,
            session.connections.map(({ id }) => id),
            others.map((other) => other.session.connection?.id ?? ''),
          ),
          ...difference(
            `${name}, streams`,
            session.streams.map(({ id }) => id),
            others.flatMap(({ published }) => published),
          ),
        ];
      }),
      ...this.#ledger.missing(),
    ];
  }
}

function difference(what: string, seen: readonly string[], present: readonly string[]): string[] {
  const same = seen.length === present.length && present.every((id) => seen.includes(id));
  return same ? [] : [`${what}: sees ${seen.join(' ')}, there are ${present.join(' ')}`];
}
