import type { LocalTrack, TrackSender } from '../media/engine.js';
import { RtcLocalTrack } from './rtc-track.js';

export class RtcTrackSender implements TrackSender {
  readonly #sender: RTCRtpSender;

  constructor(sender: RTCRtpSender) {
    this.#sender = sender;
  }

  async replaceTrack(track: LocalTrack | null): Promise<void> {
    await this.#sender.replaceTrack(track && mediaOf(track));
  }

  async setParameters({
    active,
    maxBitrate,
  }: {
    active?: boolean;
    maxBitrate?: number;
  }): Promise<void> {
    const parameters = this.#sender.getParameters();
    for (const encoding of parameters.encodings) {
      if (active !== undefined) encoding.active = active;
      if (maxBitrate !== undefined) encoding.maxBitrate = maxBitrate;
    }
    await this.#sender.setParameters(parameters);
  }
}

/** @throws TypeError for a track of another engine. */
export function mediaOf(track: LocalTrack): MediaStreamTrack {
  if (track instanceof RtcLocalTrack) return track.media;
  throw new TypeError('track must be an RtcLocalTrack');
}
