import type { VideoSize } from '../../media/sources/announced-size.js';

/** Announces sizes one after the other; of those that come while one is on its way, only the last. */
export class LatestSize {
  readonly #announce: (size: VideoSize) => Promise<void>;
  #next: VideoSize | undefined;
  #busy = false;

  /** What rejects is over with: whoever announces says so itself. */
  constructor(announce: (size: VideoSize) => Promise<void>) {
    this.#announce = announce;
  }

  update(size: VideoSize): void {
    this.#next = size;
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    for (let size = this.#next; size; size = this.#next) {
      this.#next = undefined;
      await this.#announce(size).catch(() => undefined);
    }
    this.#busy = false;
  }
}
