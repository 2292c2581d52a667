import type { MediaSink, RemoteTrack, SinkStats } from './engine.js';

/** A sink that is open only while there is a track and somebody wants what is on it. */
export class TrackSink {
  readonly #open: (track: RemoteTrack) => MediaSink;
  #track: RemoteTrack | undefined;
  #wanted = false;
  #sink: MediaSink | undefined;
  #delivered = 0;
  #dropped = 0;

  constructor(open: (track: RemoteTrack) => MediaSink) {
    this.#open = open;
  }

  get track(): RemoteTrack | undefined {
    return this.#track;
  }

  set track(track: RemoteTrack | undefined) {
    if (this.#track === track) return;
    this.#close();
    this.#track = track;
    this.#update();
  }

  set wanted(wanted: boolean) {
    this.#wanted = wanted;
    this.#update();
  }

  /** Of all sinks there have been. */
  stats(): SinkStats {
    const current = this.#sink?.stats();
    return {
      delivered: this.#delivered + (current?.delivered ?? 0),
      dropped: this.#dropped + (current?.dropped ?? 0),
    };
  }

  #update(): void {
    if (!this.#wanted) this.#close();
    else if (this.#track) this.#sink ??= this.#open(this.#track);
  }

  #close(): void {
    const sink = this.#sink;
    if (!sink) return;
    this.#sink = undefined;
    const { delivered, dropped } = sink.stats();
    sink.close();
    this.#delivered += delivered;
    this.#dropped += dropped;
  }
}
