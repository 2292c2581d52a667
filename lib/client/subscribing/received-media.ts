import { AsyncQueue } from '../../common/async-queue.js';
import { FrameIterator } from './frame-iterator.js';
import { end, endWith, push } from '../internal.js';
import type {
  AudioData,
  AudioFormat,
  FrameHandle,
  MediaEngine,
  RemoteTrack,
  SinkStats,
  TrackKind,
} from '../../media/engine.js';
import { TrackSink } from '../../media/track-sink.js';

/** Where frames and audio go besides the iterators. */
export interface MediaListener {
  /** The handle is lent until the call returns. */
  frame(handle: FrameHandle): void;
  audio(data: AudioData): void;
  /** Whether anybody reads or renders the video has changed. */
  videoRead(read: boolean): void;
}

/** Called with the tracks that are there and wanted. */
export type TracksWatcher = (tracks: readonly RemoteTrack[]) => void;

/** Audio kept for a loop that is slower than the stream, in pieces. */
const audioCapacity = 50;

/** The tracks of one subscriber and whoever reads them. Sinks are open only while somebody does. */
export class ReceivedMedia {
  readonly #engine: () => MediaEngine;
  readonly #listener: MediaListener;
  readonly #videoSink: TrackSink;
  readonly #audioSink: TrackSink;
  readonly #frames = new Set<FrameIterator>();
  readonly #audioQueues = new Set<AsyncQueue<AudioData>>();
  readonly #watchers = new Set<TracksWatcher>();
  #volume = 100;
  #listening = { frames: false, audio: false };
  /** What is not wanted may arrive all the same, from publishers and servers that do not know how to stop it. */
  readonly #enabled = { audio: true, video: true };

  constructor(engine: () => MediaEngine, listener: MediaListener, format: AudioFormat) {
    this.#engine = engine;
    this.#listener = listener;
    this.#videoSink = new TrackSink((track) =>
      engine().openVideoSink(track, (handle) => {
        for (const iterator of this.#frames) iterator[push](handle);
        if (this.#listening.frames) listener.frame(handle);
      }),
    );
    this.#audioSink = new TrackSink((track) =>
      engine().openAudioSink(
        track,
        (data) => {
          for (const queue of this.#audioQueues) queue.push(data);
          if (this.#listening.audio) listener.audio(data);
        },
        format,
      ),
    );
  }

  /** 0–100, for the present track and those to come. */
  set volume(volume: number) {
    this.#volume = volume;
    this.#applyVolume();
  }

  /** Whether video, or audio, is to be received at all. */
  enable(kind: TrackKind, enabled: boolean): void {
    this.#enabled[kind] = enabled;
    this.#applyVolume();
    this.#update();
    this.#tracksChanged();
  }

  /** Whether the {@link MediaListener} wants anything. */
  set listening(listening: { readonly frames: boolean; readonly audio: boolean }) {
    this.#listening = listening;
    this.#update();
  }

  get frameStats(): SinkStats {
    return this.#videoSink.stats();
  }

  /** A track that is gone; another one may follow. */
  removeTrack(track: RemoteTrack): void {
    if (this.#videoSink.track === track) this.#videoSink.track = undefined;
    else if (this.#audioSink.track === track) this.#audioSink.track = undefined;
    else return;
    this.#tracksChanged();
  }

  setTrack(track: RemoteTrack): void {
    if (track.kind === 'video') this.#videoSink.track = track;
    else this.#audioSink.track = track;
    this.#applyVolume();
    this.#tracksChanged();
  }

  /** For who renders tracks instead of reading them: called at once, and whenever they change. */
  watchTracks(watcher: TracksWatcher): void {
    this.#watchers.add(watcher);
    watcher(this.#tracks);
    this.#update();
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

  audio(signal: AbortSignal | undefined): AsyncQueue<AudioData> {
    const queue = new AsyncQueue<AudioData>({
      capacity: audioCapacity,
      onEnd: () => {
        this.#audioQueues.delete(queue);
        this.#update();
      },
    });
    this.#audioQueues.add(queue);
    this.#update();
    queue.endWith(signal);
    return queue;
  }

  /** The tracks are gone: closes the sinks and ends the iterators. New tracks may follow. */
  end(): void {
    this.#videoSink.track = undefined;
    this.#audioSink.track = undefined;
    for (const iterator of this.#frames) iterator[end]();
    for (const queue of this.#audioQueues) queue.end();
    this.#tracksChanged();
  }

  get #tracks(): RemoteTrack[] {
    const { audio, video } = this.#enabled;
    const tracks = [video && this.#videoSink.track, audio && this.#audioSink.track];
    return tracks.filter((track) => typeof track === 'object');
  }

  #tracksChanged(): void {
    for (const watcher of this.#watchers) watcher(this.#tracks);
  }

  #update(): void {
    const { audio, video } = this.#enabled;
    const framesWanted = this.#listening.frames || this.#frames.size > 0;
    this.#listener.videoRead(framesWanted || this.#watchers.size > 0);
    this.#videoSink.wanted = video && framesWanted;
    this.#audioSink.wanted = audio && (this.#listening.audio || this.#audioQueues.size > 0);
  }

  #applyVolume(): void {
    const { track } = this.#audioSink;
    if (track) this.#engine().setVolume(track, this.#enabled.audio ? this.#volume : 0);
  }
}
