import type { RawData } from 'ws';

/**
 * What becomes of one message.
 *
 * - `pass`, `drop`, `duplicate`: as the words say.
 * - `swap`: it is sent after the next one. If none follows, it is never sent.
 * - `{ delayMs }`: it is late, and so is everything behind it, as on a slow line.
 */
export type Fate = 'pass' | 'drop' | 'duplicate' | 'swap' | { readonly delayMs: number };

interface Entry {
  readonly due: number;
  readonly act: () => void;
}

export type Send = (data: RawData | string, isBinary: boolean) => void;

/** One direction of a proxied WebSocket: what enters it leaves it in order, unless a {@link Fate} says otherwise. */
export class MessageLane {
  readonly #send: Send;
  readonly #line: Entry[] = [];
  #swapped: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #frozen = false;

  constructor(send: Send) {
    this.#send = send;
  }

  push(data: RawData | string, isBinary: boolean, fate: Fate): void {
    if (fate === 'drop') return;
    const send = (): void => {
      this.#send(data, isBinary);
    };
    if (fate === 'swap') {
      this.#swapped = send;
      return;
    }
    this.enqueue(send, typeof fate === 'object' ? fate.delayMs : 0);
    if (fate === 'duplicate') this.enqueue(send);
    const overtaken = this.#swapped;
    this.#swapped = undefined;
    if (overtaken) this.enqueue(overtaken);
  }

  /** Something that happens after everything that is on its way, e.g. the end. */
  enqueue(act: () => void, delayMs = 0): void {
    const last = this.#line.at(-1)?.due ?? 0;
    this.#line.push({ due: Math.max(last, performance.now() + delayMs), act });
    this.#advance();
  }

  freeze(): void {
    this.#frozen = true;
    clearTimeout(this.#timer);
  }

  thaw(): void {
    this.#frozen = false;
    this.#advance();
  }

  /** Loses what is on its way. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#line.length = 0;
    this.#swapped = undefined;
  }

  #advance(): void {
    clearTimeout(this.#timer);
    while (!this.#frozen) {
      const next = this.#line[0];
      if (!next) return;
      const wait = next.due - performance.now();
      if (wait > 0) {
        this.#timer = setTimeout(() => {
          this.#advance();
        }, wait);
        return;
      }
      this.#line.shift();
      next.act();
    }
  }
}
