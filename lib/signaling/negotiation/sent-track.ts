import type { LocalTrack, SendOptions, SendParameters, TrackSender } from '../../media/engine.js';
import { everything } from './receiver-wishes.js';

/** A track to send, as it is now. */
export interface SendingTrack extends Pick<
  SendParameters,
  'scaleResolutionDownBy' | 'maxFramerate'
> {
  readonly track: LocalTrack;
  readonly options: SendOptions;
  /** False: nothing is sent until an update says otherwise. */
  readonly active: boolean;
}

/** The sending of one kind over one connection, brought up to date by what differs. */
export class SentTrack {
  readonly #sender: TrackSender;
  #track: LocalTrack | null;
  #parameters: SendParameters;

  /** The track has been added with its options, and nothing else. */
  constructor(sender: TrackSender, { track, options: { maxBitrate } }: SendingTrack) {
    this.#sender = sender;
    this.#track = track;
    this.#parameters = { ...everything, ...(maxBitrate !== undefined && { maxBitrate }) };
  }

  /**
   * To be called before and after the connection is negotiated: only then can it be without a track.
   */
  async update(
    { track, options, active, ...wishes }: SendingTrack,
    { negotiated }: { readonly negotiated: boolean },
  ): Promise<void> {
    const { maxBitrate } = options;
    const wanted = { active, ...(maxBitrate !== undefined && { maxBitrate }), ...wishes };
    // Without a track its source hears that nobody wants frames any more, and makes none; with an inactive encoding nothing
    // is left on the wire. A key frame comes when that is active again.
    if (active || !negotiated) await this.#setTrack(track);
    await this.#setParameters(wanted);
    if (!active && negotiated) await this.#setTrack(null);
  }

  async #setTrack(track: LocalTrack | null): Promise<void> {
    if (this.#track === track) return;
    await this.#sender.replaceTrack(track);
    this.#track = track;
  }

  async #setParameters(wanted: SendParameters): Promise<void> {
    const known = new Map<string, unknown>(Object.entries(this.#parameters));
    const changes: SendParameters = Object.fromEntries(
      Object.entries(wanted).filter(([name, value]) => known.get(name) !== value),
    );
    if (Object.keys(changes).length === 0) return;
    await this.#sender.setParameters(changes);
    this.#parameters = { ...this.#parameters, ...changes };
  }
}
