import type { LocalTrack, SendParameters, TrackSender } from '../media/engine.js';
import { RtcLocalTrack } from './rtc-track.js';

export class RtcTrackSender implements TrackSender {
  readonly #sender: RTCRtpSender;

  constructor(sender: RTCRtpSender) {
    this.#sender = sender;
  }

  async replaceTrack(track: LocalTrack | null): Promise<void> {
    await this.#sender.replaceTrack(track && mediaOf(track));
  }

  async setParameters(changes: SendParameters): Promise<void> {
    const { active, maxBitrate, scaleResolutionDownBy, maxFramerate } = changes;
    const parameters = this.#sender.getParameters();
    for (const encoding of parameters.encodings) {
      if (active !== undefined) encoding.active = active;
      if (maxBitrate !== undefined) encoding.maxBitrate = maxBitrate;
      if (scaleResolutionDownBy !== undefined)
        encoding.scaleResolutionDownBy = scaleResolutionDownBy;
      if (maxFramerate !== undefined) encoding.maxFramerate = maxFramerate;
    }
    await this.#sender.setParameters(parameters);
  }
}

/** @throws TypeError for a track of another engine. */
export function mediaOf(track: LocalTrack): MediaStreamTrack {
  if (track instanceof RtcLocalTrack) return track.media;
  throw new TypeError('track must be an RtcLocalTrack');
}
