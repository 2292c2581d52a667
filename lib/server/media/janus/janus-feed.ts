import { randomUUID } from 'node:crypto';
import type { VideoCodec } from '../../router-options.js';
import { CandidateBudget } from './candidate-budget.js';
import type { OpenedSession } from './janus-access.js';
import type { JanusHandle, TrickledCandidate } from './connection/janus-handle.js';
import type { JanusMessage } from './connection/janus-message.js';
import { JanusRoom, type JanusRoomOptions } from './janus-room.js';
import type { JanusSession } from './connection/janus-session.js';
import { offeredVideoCodec } from './video-in-sdp.js';

export interface JanusFeedOptions extends JanusRoomOptions {
  /** Media can flow: from now on there is something to subscribe to. */
  readonly onUp: () => void;
  /** Its peer connection has ended in Janus. */
  readonly onHangup: (reason: string) => void;
}

/** The publisher of a stream in Janus, in a room of its own: one peer connection. */
export class JanusFeed {
  readonly session: JanusSession;
  readonly room: JanusRoom;
  /** As Janus knows the publisher. */
  readonly id: unknown;
  /** Tells this peer connection from the one before and the next (`peerId`). */
  readonly peerId = randomUUID();
  readonly #handle: JanusHandle;
  readonly #options: JanusFeedOptions;
  readonly #candidates = new CandidateBudget();
  #isUp = false;
  #answered = false;
  #videoCodec: VideoCodec | undefined;

  /** @throws JanusRefusal, JanusLost. */
  static async open(
    { session, control }: OpenedSession,
    options: JanusFeedOptions,
  ): Promise<JanusFeed> {
    const room = await JanusRoom.create(control, options);
    let handle: JanusHandle | undefined;
    try {
      handle = await session.attach();
      const { data } = await handle.ask({
        request: 'join',
        ptype: 'publisher',
        room: room.id,
        pin: room.pin,
      });
      return new JanusFeed(room, data['id'], handle, options);
    } catch (error) {
      handle?.detach();
      room.destroy();
      throw error;
    }
  }

  private constructor(
    room: JanusRoom,
    id: unknown,
    handle: JanusHandle,
    options: JanusFeedOptions,
  ) {
    this.session = handle.session;
    this.room = room;
    this.id = id;
    this.#handle = handle;
    this.#options = options;
    handle.onEvent = (message) => {
      this.#hear(message);
    };
  }

  /** Whether there is something to subscribe to. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Of the stream, once the publisher has offered; undefined without video. */
  get videoCodec(): VideoCodec | undefined {
    return this.#videoCodec;
  }

  /** @returns The answer. @throws JanusRefusal, JanusLost. */
  async answer(offer: string): Promise<string> {
    this.#candidates.renew();
    const codec = offeredVideoCodec(offer, this.#options.videoCodecs);
    this.#videoCodec ??= codec;
    const wanted = codec === undefined ? {} : { videocodec: codec };
    const body = this.#answered ? { request: 'configure' } : { request: 'publish', ...wanted };
    const { jsep } = await this.#handle.ask(body, { type: 'offer', sdp: takeActiveRole(offer) });
    this.#answered = true;
    if (jsep === undefined) throw new Error('Janus did not answer an offer');
    return jsep.sdp;
  }

  trickle(candidate: TrickledCandidate): void {
    if (this.#candidates.take(candidate.candidate)) this.#handle.trickle(candidate);
  }

  close(): void {
    this.#handle.detach();
    this.room.destroy();
  }

  #hear({ janus, reason }: JanusMessage): void {
    if (janus === 'hangup') this.#options.onHangup(reason ?? '');
    if (janus !== 'webrtcup' || this.#isUp) return;
    this.#isUp = true;
    this.#options.onUp();
  }
}

/**
 * Leaves Janus the passive role in the DTLS handshake (RFC 8842 §5.2). Otherwise it takes the active one, begins before the
 * client can hear it, and tries again only after a second.
 */
function takeActiveRole(offer: string): string {
  return offer.replace(/^a=setup:actpass(?=\r?$)/gm, 'a=setup:active');
}
