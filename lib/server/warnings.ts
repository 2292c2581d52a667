import type { Logger } from 'pino';
import { TokenBucket } from './messaging/token-bucket.js';

/** A burst is of more use than what comes after it. */
const burstSeconds = 20;

/**
 * Warnings of what others do wrong, of which a few per second are logged: who can make the server write a line for each
 * packet can fill its disk, and its time.
 */
export class Warnings {
  readonly #logger: Logger;
  readonly #budget: TokenBucket;
  #leftOut = 0;

  constructor(logger: Logger, perSecond: number) {
    this.#logger = logger;
    this.#budget = new TokenBucket(perSecond, perSecond * burstSeconds);
  }

  warn(details: object, message: string): void {
    if (!this.#budget.take()) {
      this.#leftOut++;
      return;
    }
    const leftOut = this.#leftOut === 0 ? {} : { leftOut: this.#leftOut };
    this.#leftOut = 0;
    this.#logger.warn({ ...details, ...leftOut }, message);
  }
}
