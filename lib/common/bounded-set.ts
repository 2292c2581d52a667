/** Remembers the last `capacity` values added; the oldest is forgotten first. */
export class BoundedSet<Value> {
  readonly #capacity: number;
  readonly #values = new Set<Value>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(value: Value): boolean {
    return this.#values.has(value);
  }

  add(value: Value): void {
    this.#values.add(value);
    if (this.#values.size <= this.#capacity) return;
    for (const oldest of this.#values) {
      this.#values.delete(oldest);
      return;
    }
  }
}
