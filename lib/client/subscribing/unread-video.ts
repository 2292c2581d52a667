import { currentPlatform } from '../client-platform.js';

/**
 * Whether the video of a subscriber has had no reader for a while: then it need not be sent. The while keeps readers that
 * come and go, such as one snapshot after the other, from switching it on and off.
 */
export class UnreadVideo {
  readonly #afterMs: number;
  readonly #changed: () => void;
  #stopWaiting: (() => void) | undefined;
  #live = false;
  #hasReader = false;
  #paused = false;

  /** `changed` is called when {@link paused} has changed, except by `end`. */
  constructor(afterMs: number, changed: () => void) {
    this.#afterMs = afterMs;
    this.#changed = changed;
  }

  get paused(): boolean {
    return this.#paused;
  }

  set hasReader(hasReader: boolean) {
    if (hasReader === this.#hasReader) return;
    this.#hasReader = hasReader;
    this.#update();
  }

  /** There is a subscription. */
  start(): void {
    this.#live = true;
    this.#update();
  }

  /** It is over, and the next one starts anew. */
  end(): void {
    this.#live = false;
    this.#paused = false;
    this.#wait(false);
  }

  #update(): void {
    this.#wait(this.#live && !this.#hasReader && !this.#paused);
    if (this.#hasReader) this.#pause(false);
  }

  #wait(wanted: boolean): void {
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (!wanted) return;
    this.#stopWaiting = currentPlatform().repeat(() => {
      this.#wait(false);
      this.#pause(true);
    }, this.#afterMs);
  }

  #pause(paused: boolean): void {
    if (paused === this.#paused) return;
    this.#paused = paused;
    this.#changed();
  }
}
