import type { Clock } from '../../../lib/signaling/platform.js';

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Lets everything run that needs no time: promise reactions, however long their chain. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A clock that only moves when told to. */
export class FakeClock implements Clock {
  readonly #timers = new Map<number, Timer>();
  #now = 1_000_000;
  #nextId = 1;

  /** Timers that have not fired. */
  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, ms: number): unknown {
    const id = this.#nextId++;
    this.#timers.set(id, { due: this.#now + ms, callback });
    return id;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as number);
  }

  /** Lets time pass: due timers fire in order, and what they set off runs before the next one. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#first(end); next !== undefined; next = this.#first(end)) {
      const [id, timer] = next;
      this.#timers.delete(id);
      this.#now = Math.max(this.#now, timer.due);
      timer.callback();
      await settle();
    }
    this.#now = end;
  }

  /** Time passes without a timer firing, as when the process is suspended; they are late afterwards. */
  suspend(ms: number): void {
    this.#now += ms;
  }

  #first(end: number): [number, Timer] | undefined {
    const due = [...this.#timers].filter(([, timer]) => timer.due <= end);
    return due.reduce<[number, Timer] | undefined>(
      (first, entry) => (first === undefined || entry[1].due < first[1].due ? entry : first),
      undefined,
    );
  }
}
