import type { LocalTrack, RemoteTrack, TrackKind } from '../media/engine.js';

/** What the tracks of both directions are: a `MediaStreamTrack`. */
abstract class RtcTrack {
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

/** One that is received. */
export class RtcRemoteTrack extends RtcTrack implements RemoteTrack {}

/** One that is sent. */
export class RtcLocalTrack extends RtcTrack implements LocalTrack {
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
