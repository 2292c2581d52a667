/** Milliseconds between two lines about a step that is still going on. */
const INTERVAL_MS = 15_000;

/** Prints one line per step, and now and then how far the current step is. */
export class Progress {
  #total;
  #index = 0;
  #name = '';
  #started = 0;
  #spoken = 0;

  /** @param {number} total Number of steps. */
  constructor(total) {
    this.#total = total;
  }

  /** @param {string} name */
  start(name) {
    this.#index += 1;
    this.#name = name;
    this.#started = this.#spoken = performance.now();
    this.#print('…');
  }

  /**
   * Sees each line of output of the step; ninja's tell how far it is.
   *
   * @param {string} line
   */
  line = (line) => {
    const now = performance.now();
    if (now - this.#spoken < INTERVAL_MS) return;
    const [, done, of] = /^\[(\d+)\/(\d+)\]/.exec(line) ?? [];
    this.#spoken = now;
    const share = done ? `${done} of ${of}` : 'working';
    this.#print(`${share}, ${seconds(now - this.#started)}`);
  };

  /** @param {string} result */
  done(result) {
    this.#print(`${result}, ${seconds(performance.now() - this.#started)}`);
  }

  /** @param {string} text */
  #print(text) {
    console.log(`[${this.#index}/${this.#total}] ${this.#name}: ${text}`);
  }
}

/** @param {number} ms */
function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}
