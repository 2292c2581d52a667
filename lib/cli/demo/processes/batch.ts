/** Collects items and hands them on together: a message between processes costs more than what is in it. */
export class Batch<T> implements Disposable {
  #items: T[] = [];
  readonly #hand: (items: readonly T[]) => void;
  readonly #timer: NodeJS.Timeout;

  constructor(hand: (items: readonly T[]) => void, everyMs = 100) {
    this.#hand = hand;
    this.#timer = setInterval(() => {
      this.flush();
    }, everyMs);
  }

  add(item: T): void {
    this.#items.push(item);
  }

  flush(): void {
    if (this.#items.length === 0) return;
    const items = this.#items;
    this.#items = [];
    this.#hand(items);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.flush();
  }
}
