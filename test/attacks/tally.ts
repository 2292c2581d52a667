import { setTimeout as sleep } from 'node:timers/promises';

/** On a machine that is busy with something else, an attacker needs longer to be noticed. */
const patienceMs = 30_000;

/** Counts what an attacker did and what came of it, for as long as it goes on. */
export class Tally {
  readonly counts: Record<string, number> = {};
  readonly #endsAt: number;
  readonly #shows: Readonly<Record<string, number>>;

  /** @param shows What has to be counted before it is over. */
  constructor(durationMs: number, shows: Readonly<Record<string, number>>) {
    this.#endsAt = performance.now() + durationMs;
    this.#shows = shows;
  }

  get isOver(): boolean {
    const late = performance.now() - this.#endsAt;
    if (late < 0 || late > patienceMs) return late > 0;
    return Object.entries(this.#shows).every(([name, least]) => (this.counts[name] ?? 0) >= least);
  }

  count(name: string, times = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + times;
  }

  /** Does something again and again, so often at the same time, until it is over. What it rejects with is counted. */
  async repeat(atOnce: number, act: () => Promise<void>): Promise<void> {
    const lane = async (): Promise<void> => {
      while (!this.isOver) {
        await act().catch((error: unknown) => {
          this.count(error instanceof Error ? error.message.slice(0, 40) : 'failed');
        });
        // Timers and sockets have their turn, also if nothing was waited for.
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }

  /** Waits until it is over. */
  async rest(): Promise<void> {
    while (!this.isOver) await sleep(50);
  }
}
