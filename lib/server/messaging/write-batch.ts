import type { Duplex } from 'node:stream';

/**
 * Puts what is written to a socket in one turn of the event loop into one system call. The more there is to do, the more
 * is done in a turn: a hundred clients that join at once are a few writes to each of them instead of a hundred.
 */
export class WriteBatch {
  readonly #held = new Set<Duplex>();

  /** Call before writing. */
  hold(transport: Duplex): void {
    if (this.#held.has(transport)) return;
    transport.cork();
    if (this.#held.size === 0)
      setImmediate(() => {
        this.#release();
      });
    this.#held.add(transport);
  }

  #release(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const transport of held) transport.uncork();
  }
}
