import type { OpusTuning } from './media-peer.js';
import type { OpusParameters } from './rewrite-sdp.js';

/** How audio is encoded (RFC 7587); what is missing is the engine's default. */
export interface OpusOptions {
  readonly stereo?: boolean;
  /** Bits per second, 6000–510000. */
  readonly maxAverageBitrate?: number;
  /** Sends next to nothing during silence. */
  readonly dtx?: boolean;
}

/** The description edits that make the encoder work so. */
export function opusTuning({ stereo, maxAverageBitrate, dtx }: OpusOptions = {}): OpusTuning {
  const remote: OpusParameters = {
    ...(stereo === true ? { stereo: 1 } : {}),
    ...(maxAverageBitrate === undefined ? {} : { maxaveragebitrate: maxAverageBitrate }),
    ...(dtx === undefined ? {} : { usedtx: dtx ? 1 : 0 }),
  };
  // A receiver decodes to mono unless the offer announces stereo.
  return { local: stereo === true ? { 'sprop-stereo': 1 } : {}, remote };
}
