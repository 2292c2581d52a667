import type { LocalTrack, RemoteTrack, TrackKind } from '../media/engine.js';

/** A `MediaStreamTrack` that is sent. */
export class RtcLocalTrack implements LocalTrack {
  readonly media: MediaStreamTrack;

  constructor(media: MediaStreamTrack) {
    this.media = media;
  }

  get kind(): TrackKind {
    return this.media.kind as TrackKind;
  }

  get id(): string {
    return this.media.id;
  }

  get enabled(): boolean {
    return this.media.enabled;
  }

  set enabled(enabled: boolean) {
    this.media.enabled = enabled;
  }

  close(): void {
    this.media.stop();
  }
}

/** A `MediaStreamTrack` that is received. */
export class RtcRemoteTrack implements RemoteTrack {
  readonly media: MediaStreamTrack;

  constructor(media: MediaStreamTrack) {
    this.media = media;
  }

  get kind(): TrackKind {
    return this.media.kind as TrackKind;
  }

  get id(): string {
    return this.media.id;
  }
}
