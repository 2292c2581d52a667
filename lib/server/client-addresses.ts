import { TokenBucket } from './messaging/token-bucket.js';
import type { ServerLimits } from './server-limits.js';

interface Known {
  /** Refusals that it may still cause. */
  readonly refusals: TokenBucket;
  /** Open messaging sockets. */
  sockets: number;
}

/** Most addresses that are remembered without an open socket; those that were seen first are forgotten. */
const mostRemembered = 10_000;

/** What each network address has open, and how often it was refused something. */
export class ClientAddresses {
  readonly #limits: ServerLimits;
  readonly #known = new Map<string, Known>();

  constructor(limits: ServerLimits) {
    this.#limits = limits;
  }

  /** Notes that a request was refused. */
  refused(address: string | undefined): void {
    this.#of(address).refusals.take();
  }

  /** Whether so much was refused to it that nothing it asks for is looked at now. */
  isBlocked(address: string | undefined): boolean {
    return this.#known.get(networkOf(address))?.refusals.isEmpty() ?? false;
  }

  /** @returns False if it has as many sockets as it may have. */
  canOpen(address: string | undefined): boolean {
    return (this.#known.get(networkOf(address))?.sockets ?? 0) < this.#limits.socketsPerAddress;
  }

  opened(address: string | undefined): void {
    this.#of(address).sockets++;
  }

  closed(address: string | undefined): void {
    this.#of(address).sockets--;
  }

  #of(address: string | undefined): Known {
    const network = networkOf(address);
    let known = this.#known.get(network);
    if (known === undefined) {
      const { refusalsPerSecond, refusalBurst } = this.#limits;
      known = { refusals: new TokenBucket(refusalsPerSecond, refusalBurst), sockets: 0 };
      this.#known.set(network, known);
      this.#forget();
    }
    return known;
  }

  #forget(): void {
    if (this.#known.size <= mostRemembered) return;
    for (const [network, { sockets }] of this.#known) {
      if (sockets > 0) continue;
      this.#known.delete(network);
      return;
    }
  }
}

/** An IPv4 address, or the /64 network that whoever has an IPv6 address has all of. */
function networkOf(address = ''): string {
  const text = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!text.includes(':')) return text;
  const [head = '', tail] = text.split('%', 1)[0]?.split('::') ?? [];
  const groups = head.split(':');
  return tail === undefined || groups.length >= 4 ? groups.slice(0, 4).join(':') : head + '::';
}
