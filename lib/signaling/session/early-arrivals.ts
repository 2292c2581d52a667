/**
 * Holds what cannot be understood before something else has arrived: a stream before its connection, a change before
 * its stream. Bounded, because the other side might never send what is awaited: the oldest wait ends first.
 */
export class EarlyArrivals<Item> {
  readonly #capacity: number;
  readonly #items = new Map<string, Item[]>();
  #count = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Keeps `item` until `id` is there. */
  wait(id: string, item: Item): void {
    const items = this.#items.get(id);
    if (items) items.push(item);
    else this.#items.set(id, [item]);
    this.#count++;
    while (this.#count > this.#capacity) {
      for (const [oldest] of this.#items) {
        this.take(oldest);
        break;
      }
    }
  }

  /** Everything that waited for `id`, in order of arrival; it waits no longer. */
  take(id: string): readonly Item[] {
    const items = this.#items.get(id) ?? [];
    this.#items.delete(id);
    this.#count -= items.length;
    return items;
  }
}
