import { AsyncQueue } from '../../common/async-queue.js';
import { FrameIterator } from './frame-iterator.js';
import { end, endWith, offer } from '../internal.js';
import type {
  AudioData,
  FrameHandle,
  MediaEngine,
  RemoteTrack,
  SinkStats,
  TrackKind,
} from '../../media/engine.js';
import { TrackSink } from '../../media/track-sink.js';

/** Where pictures and sound go besides the iterators. */
export interface MediaListener {
  /** The handle is lent until the call returns. */
  frame(handle: FrameHandle): void;
  audio(data: AudioData): void;
}

/** Audio kept for a loop that is slower than the stream, in pieces of 10 ms. */
const audioCapacity = 50;

/** The tracks of one subscriber and whoever reads them. Sinks are open only while somebody does. */
export class ReceivedMedia {
  readonly #engine: () => MediaEngine;
  readonly #video: TrackSink;
  readonly #audio: TrackSink;
  readonly #frames = new Set<FrameIterator>();
  readonly #sounds = new Set<AsyncQueue<AudioData>>();
  #volume = 100;
  #listening = { frames: false, audio: false };
  /** In a relayed session everything arrives, wanted or not. */
  readonly #enabled = { audio: true, video: true };

  constructor(engine: () => MediaEngine, listener: MediaListener) {
    this.#engine = engine;
    this.#video = new TrackSink((track) =>
      engine().openVideoSink(track, (handle) => {
        for (const iterator of this.#frames) iterator[offer](handle);
        if (this.#listening.frames) listener.frame(handle);
      }),
    );
    this.#audio = new TrackSink((track) =>
      engine().openAudioSink(track, (data) => {
        for (const queue of this.#sounds) queue.push(data);
        if (this.#listening.audio) listener.audio(data);
      }),
    );
  }

  /** 0–100, for the present track and those to come. */
  set volume(volume: number) {
    this.#volume = volume;
    this.#applyVolume();
  }

  /** Whether the pictures, or the sound, are to be received at all. */
  enable(kind: TrackKind, enabled: boolean): void {
    this.#enabled[kind] = enabled;
    this.#applyVolume();
    this.#update();
  }

  /** Whether the {@link MediaListener} wants anything. */
  set listening(listening: { readonly frames: boolean; readonly audio: boolean }) {
    this.#listening = listening;
    this.#update();
  }

  get frameStats(): SinkStats {
    return this.#video.stats();
  }

  setTrack(track: RemoteTrack): void {
    if (track.kind === 'video') this.#video.track = track;
    else this.#audio.track = track;
    this.#applyVolume();
  }

  frames(capacity: number, signal: AbortSignal | undefined): FrameIterator {
    const iterator = new FrameIterator(capacity, () => {
      this.#frames.delete(iterator);
      this.#update();
    });
    this.#frames.add(iterator);
    this.#update();
    iterator[endWith](signal);
    return iterator;
  }

  sounds(signal: AbortSignal | undefined): AsyncQueue<AudioData> {
    const queue = new AsyncQueue<AudioData>({
      capacity: audioCapacity,
      onEnd: () => {
        this.#sounds.delete(queue);
        this.#update();
      },
    });
    this.#sounds.add(queue);
    this.#update();
    queue.endWith(signal);
    return queue;
  }

  /** The tracks are gone: closes the sinks and ends the iterators. New tracks may follow. */
  end(): void {
    this.#video.track = undefined;
    this.#audio.track = undefined;
    for (const iterator of this.#frames) iterator[end]();
    for (const queue of this.#sounds) queue.end();
  }

  #update(): void {
    const { audio, video } = this.#enabled;
    this.#video.wanted = video && (this.#listening.frames || this.#frames.size > 0);
    this.#audio.wanted = audio && (this.#listening.audio || this.#sounds.size > 0);
  }

  #applyVolume(): void {
    const { track } = this.#audio;
    if (track) this.#engine().setVolume(track, this.#enabled.audio ? this.#volume : 0);
  }
}
