import { join } from 'node:path';
import type { VideoFrame } from '../../index.js';
import { nowUs } from '../../measure/now-us.js';
import { fingerprint } from '../../measure/frame-fingerprint.js';
import type { ReceivedFrame } from '../../measure/frame-tracker.js';
import { readStamp } from '../../measure/read-stamp.js';
import type { Snapshot, SubscriberConfig } from './processes/process-messages.js';
import { writePng } from '../../measure/write-png.js';

const snapshotEveryUs = 1_000_000;

/** Looks at received frames: notes when each came and what it shows, and keeps one of each second for the snapshot. */
export class FrameReceiver {
  readonly #mark: SubscriberConfig['mark'];
  #count = 0;
  #pixels = new Uint8Array();
  #picture:
    { width: number; height: number; data: Uint8Array; place: number; atUs: number } | undefined;

  constructor(mark: SubscriberConfig['mark']) {
    this.#mark = mark;
  }

  /** Everything here is done before the listener returns, so the frame need not be retained. */
  receive(frame: VideoFrame): ReceivedFrame {
    const receivedUs = nowUs();
    const { width, height } = frame;
    const bytes = frame.byteLength('i420');
    if (this.#pixels.length !== bytes) this.#pixels = new Uint8Array(bytes);
    frame.copyTo(this.#pixels, 'i420');
    this.#keep(frame, receivedUs);
    this.#count += 1;
    const mark =
      this.#mark === 'stamp'
        ? readStamp(this.#pixels, width)
        : fingerprint(this.#pixels, width, height);
    return { receivedUs, width, height, mark };
  }

  /** Writes the picture kept last; undefined if none came. */
  async writeSnapshot(out: string): Promise<Snapshot | undefined> {
    if (!this.#picture) return undefined;
    const { width, height, data, place } = this.#picture;
    const path = join(out, 'snapshot.png');
    await writePng(path, { width, height, data });
    return { path, width, height, place };
  }

  #keep(frame: VideoFrame, atUs: number): void {
    if (this.#picture && atUs - this.#picture.atUs < snapshotEveryUs) return;
    const { width, height } = frame;
    this.#picture = { width, height, data: frame.toRgb24(), place: this.#count, atUs };
  }
}
