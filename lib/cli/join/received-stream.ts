import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AudioData, Context, Session, Stream, VideoFrame } from '../../index.js';
import { Subscriber } from '../../index.js';
import { AudioMeter } from '../../measure/audio-meter.js';
import { WavWriter } from '../../measure/wav-writer.js';
import { writePng } from '../../measure/write-png.js';

/** What was received of a stream since the last look. */
export interface ReceivedFigures {
  readonly stream: string;
  readonly fps: number;
  readonly width: number;
  readonly height: number;
  /** Relative to full scale; null for silence. */
  readonly audioDb: number | null;
}

/** A stream that is received, measured, and recorded if that is wanted. */
export class ReceivedStream {
  readonly stream: Stream;
  readonly subscriber: Subscriber;
  readonly #record: string | undefined;
  #frames = 0;
  #size = { width: 0, height: 0 };
  #meter = new AudioMeter();
  #since = performance.now();
  #picture: { width: number; height: number; data: Uint8Array; at: number } | undefined;
  #wav: WavWriter | undefined;

  constructor(context: Context, stream: Stream, record: string | undefined) {
    this.stream = stream;
    this.#record = record;
    this.subscriber = new Subscriber(context, stream);
    this.subscriber.on('frame', (frame) => {
      this.#take(frame);
    });
    this.subscriber.on('audioData', (data) => {
      this.#hear(data);
    });
  }

  async begin(session: Session): Promise<void> {
    if (this.#record !== undefined) await mkdir(this.#record, { recursive: true });
    await session.subscribe(this.subscriber);
  }

  /** Of the time since the last call. */
  figures(): ReceivedFigures {
    const now = performance.now();
    const fps = (this.#frames * 1000) / Math.max(1, now - this.#since);
    const { rmsDb } = this.#meter.totals;
    [this.#frames, this.#since, this.#meter] = [0, now, new AudioMeter()];
    return {
      stream: this.stream.name,
      fps: Number(fps.toFixed(1)),
      ...this.#size,
      audioDb: rmsDb === null ? null : Number(rmsDb.toFixed(1)),
    };
  }

  /** Finishes the files; their paths. */
  async end(): Promise<string[]> {
    const files: string[] = [];
    if (this.#wav) {
      await this.#wav.close();
      files.push(this.#wav.path);
    }
    if (this.#picture && this.#record !== undefined) {
      const path = this.#path(this.#record, 'png');
      await writePng(path, this.#picture);
      files.push(path);
    }
    return files;
  }

  #take(frame: VideoFrame): void {
    this.#frames += 1;
    const { width, height } = frame;
    this.#size = { width, height };
    const at = performance.now();
    if (this.#record === undefined || at - (this.#picture?.at ?? -Infinity) < 1000) return;
    this.#picture = { width, height, data: frame.toRgb24(), at };
  }

  #hear(data: AudioData): void {
    this.#meter.add(data);
    if (this.#record === undefined) return;
    this.#wav ??= new WavWriter(this.#path(this.#record, 'wav'), data);
    this.#wav.write(data.samples.slice());
  }

  #path(folder: string, type: string): string {
    const name = this.stream.name.replace(/[^\w-]+/g, '-') || 'stream';
    return join(folder, `${name}-${this.stream.id.slice(0, 8)}.${type}`);
  }
}
