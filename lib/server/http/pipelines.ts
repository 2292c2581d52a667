import type { Socket } from 'node:net';

/** Clients of HTTP/1.1 wait for an answer before they ask on; some proxies do not always. */
const mostAtOnce = 8;

/**
 * How many requests of a connection are unanswered. Node reads those that are in a pipeline one after the other without
 * waiting, so that a thousand of them would be under way before the first was refused.
 */
export class Pipelines {
  readonly #unanswered = new WeakMap<Socket, number>();

  begin(socket: Socket): void {
    this.#unanswered.set(socket, this.#of(socket) + 1);
  }

  end(socket: Socket): void {
    this.#unanswered.set(socket, this.#of(socket) - 1);
  }

  isBusy(socket: Socket): boolean {
    return this.#of(socket) > 0;
  }

  isFull(socket: Socket): boolean {
    return this.#of(socket) >= mostAtOnce;
  }

  #of(socket: Socket): number {
    return this.#unanswered.get(socket) ?? 0;
  }
}
