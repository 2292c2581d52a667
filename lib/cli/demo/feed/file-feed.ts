import { CustomAudioSource, CustomVideoSource } from '../../../index.js';
import { CommandError } from '../../command-error.js';
import { nowUs } from '../../../measure/now-us.js';
import { fingerprint } from '../../../measure/frame-fingerprint.js';
import { AudioLine } from './audio-line.js';
import { decodedSampleRate, startDecoder, type DecodeOptions } from './decoder.js';
import type { SentFrame } from '../../../measure/frame-tracker.js';
import { settleUs, type Feed } from './feed.js';
import type { MediaTool } from './ffmpeg.js';
import { MatroskaReader, type MediaPacket } from './matroska.js';
import type { MediaFile } from './media-file.js';
import { Pacer } from './pacer.js';

/** How far ahead of its time a file is decoded: covers a slow moment of ffmpeg, costs memory. */
const decodeAheadUs = 400_000;

/** Sound is queued so much before it is due, because the engine fetches it every 10 ms whether or not it is there. */
const audioLeadUs = 100_000;

/** A media file, decoded by ffmpeg and paced by its timestamps. */
export class FileFeed implements Feed {
  readonly video: CustomVideoSource;
  readonly audio: CustomAudioSource | undefined;
  readonly #decoder: MediaTool;
  readonly #packets: AsyncIterator<MediaPacket, void>;
  /** Read already, to learn the picture for the lead-in. */
  readonly #ahead: MediaPacket[];

  /** @throws CommandError if ffmpeg gets no picture out of the file. */
  static async open(file: MediaFile, options: DecodeOptions): Promise<FileFeed> {
    const decoder = startDecoder(file, options);
    try {
      const reader = new MatroskaReader(decoder.output);
      const { video } = await reader.header();
      const packets = reader.packets();
      const ahead: MediaPacket[] = [];
      while (ahead.at(-1)?.kind !== 'video') {
        const { done, value } = await packets.next();
        if (done === true) break;
        ahead.push(value);
      }
      if (!video || ahead.at(-1)?.kind !== 'video') {
        await decoder.done;
        throw new CommandError(`ffmpeg found no picture in '${file.path}'`);
      }
      const fps = options.fps ?? file.video?.fps ?? 30;
      const audio =
        file.audio &&
        new CustomAudioSource({ sampleRate: decodedSampleRate, channels: file.audio.channels });
      return new FileFeed(new CustomVideoSource({ ...video, fps }), audio, decoder, packets, ahead);
    } catch (error) {
      decoder.stop();
      throw error;
    }
  }

  private constructor(
    video: CustomVideoSource,
    audio: CustomAudioSource | undefined,
    decoder: MediaTool,
    packets: AsyncIterator<MediaPacket, void>,
    ahead: MediaPacket[],
  ) {
    this.video = video;
    this.audio = audio;
    this.#decoder = decoder;
    this.#packets = packets;
    this.#ahead = ahead;
  }

  async leadIn(signal: AbortSignal): Promise<void> {
    const picture = this.#ahead.at(-1);
    if (!picture) return;
    const pacer = new Pacer();
    for (let index = 0; ; index += 1) {
      await pacer.until((index / this.video.fps) * 1_000_000, signal);
      this.#push(picture.data, nowUs());
    }
  }

  async play(onFrame: (frame: SentFrame) => void, signal: AbortSignal): Promise<void> {
    const pacer = new Pacer(nowUs() + settleUs);
    const failure = new AbortController();
    const ended = AbortSignal.any([signal, failure.signal]);
    const line = this.audio && new AudioLine(this.audio);
    let index = 0;

    const deliver = async ({ kind, data, timeUs }: MediaPacket): Promise<void> => {
      if (kind === 'audio') {
        await pacer.until(timeUs - audioLeadUs, ended);
        line?.write(samplesOf(data), timeUs, pacer.positionUs);
        return;
      }
      await pacer.until(timeUs, ended);
      const sentUs = nowUs();
      this.#push(data, Math.round(pacer.startUs + timeUs));
      const { width, height } = this.video;
      onFrame({ index, sentUs, mediaUs: timeUs, fingerprint: fingerprint(data, width, height) });
      index += 1;
    };

    // A lane for each kind, in order within itself: sound is due earlier than the picture it belongs to.
    const lanes = { video: Promise.resolve(), audio: Promise.resolve() };
    for (let packet = await this.#next(); packet; packet = await this.#next()) {
      const current = packet;
      await pacer.until(current.timeUs - decodeAheadUs, ended);
      lanes[current.kind] = lanes[current.kind]
        .then(() => deliver(current))
        .catch((error: unknown) => {
          failure.abort(error);
        });
    }
    await Promise.all([lanes.video, lanes.audio, this.#decoder.done]);
    ended.throwIfAborted();
  }

  [Symbol.dispose](): void {
    this.#decoder.stop();
  }

  async #next(): Promise<MediaPacket | undefined> {
    const ready = this.#ahead.shift();
    if (ready) return ready;
    const { done, value } = await this.#packets.next();
    return done === true ? undefined : value;
  }

  #push(data: Uint8Array, timestampUs: number): void {
    const { width, height } = this.video;
    this.video.push({ format: 'i420', width, height, data, timestampUs });
  }
}

/** PCM as it came out of the pipe, little-endian, on memory of its own if it is not aligned. */
function samplesOf(bytes: Uint8Array): Int16Array {
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
  return new Int16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 1);
}
