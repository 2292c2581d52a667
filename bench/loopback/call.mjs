import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { drawPictures, readStamp, stamp, width } from './picture.mjs';

/**
 * What a contender has to offer: two connections in this process, the first sending to the second.
 *
 * @typedef {object} Connected
 * @property {(picture: Uint8Array) => unknown} push sends an I420 picture, which is read during the call
 * @property {() => void} close
 */
/**
 * @callback OpenCall
 * @param {{ lowLatency: boolean, codec?: import('../../dist/media/engine.js').VideoCodec, onFrame: (picture: Uint8Array, width: number) => void }} options
 *   `onFrame` gets every received picture, as I420; the codec is VP8 if none is given
 * @returns {Promise<Connected>}
 */

const framesPerSecond = 30;
/** Pushed frames whose time of sending is known; far more than are ever on their way. */
const remembered = 1 << 14;

/** Pushes numbered pictures into a contender's call, and notes when each comes out of it. */
export class MeasuredCall {
  #pictures = drawPictures();
  #sentAt = new Float64Array(remembered);
  #pushed = 0;
  /** @type {number[]} */
  #latencies = [];
  #fullSize = 0;
  /** @type {Connected | undefined} */
  #call;

  /**
   * @param {OpenCall} openCall
   * @param {{ lowLatency: boolean, codec?: import('../../dist/media/engine.js').VideoCodec }} options
   */
  async open(openCall, options) {
    this.#call = await openCall({ ...options, onFrame: this.#receive.bind(this) });
  }

  /** Frames received since the last {@link take}. */
  get received() {
    return this.#latencies.length;
  }

  /**
   * What was received since the last call: milliseconds from push to arrival of each, and how many were not scaled down.
   *
   * @returns {{ latencies: number[], fullSize: number }}
   */
  take() {
    const taken = { latencies: this.#latencies, fullSize: this.#fullSize };
    this.#latencies = [];
    this.#fullSize = 0;
    return taken;
  }

  /**
   * Pushes 30 frames a second; one that is late is made up for.
   *
   * @param {() => boolean} done
   */
  async pushPaced(done) {
    const start = performance.now();
    for (let frame = 0; !done(); frame++) {
      const wait = start + (frame * 1000) / framesPerSecond - performance.now();
      if (wait > 0) await sleep(wait);
      this.#push();
    }
  }

  /**
   * Pushes as fast as the event loop turns.
   *
   * @param {() => boolean} done
   */
  async pushUnpaced(done) {
    while (!done()) {
      this.#push();
      await turn();
    }
  }

  close() {
    this.#call?.close();
  }

  #push() {
    const number = this.#pushed++;
    const picture = this.#pictures[number % this.#pictures.length];
    stamp(picture, number);
    this.#sentAt[number % remembered] = performance.now();
    this.#call?.push(picture);
  }

  /**
   * @param {Uint8Array} picture
   * @param {number} pictureWidth
   */
  #receive(picture, pictureWidth) {
    const now = performance.now();
    const number = readStamp(picture, pictureWidth);
    if (number === undefined) return;
    this.#latencies.push(now - this.#sentAt[number % remembered]);
    if (pictureWidth === width) this.#fullSize++;
  }
}
