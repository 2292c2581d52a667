import type { MediaContext } from './media-context.js';
import { PeerHealth } from './peer-health.js';
import { PeerNegotiation, type PeerNegotiationOptions } from './peer-negotiation.js';
import type { PeerFields } from '../../protocol/messages/session-objects.js';

export interface MediaPeerOptions extends Omit<
  PeerNegotiationOptions,
  'engine' | 'send' | 'onIceState'
> {
  /** The other side's connection id, or the media router's address. */
  readonly remote: string;
  /** The connection broke and did not come back in time. It is closed already. */
  readonly onLost: () => void;
}

/** A negotiated peer connection that repairs itself as long as there is hope. */
export class MediaPeer {
  readonly remote: string;
  readonly negotiation: PeerNegotiation;
  readonly #health: PeerHealth;
  readonly #renegotiation: boolean;

  constructor(context: MediaContext, options: MediaPeerOptions) {
    const { clock, config, engine, link } = context;
    this.#renegotiation = context.info.renegotiation;
    this.remote = options.remote;
    this.#health = new PeerHealth({
      clock,
      failedGraceMs: config.iceFailedGraceMs,
      recoveryMs: config.mediaRecoveryMs,
      restart: () => {
        this.restartIce();
      },
      giveUp: () => {
        this.close();
        options.onLost();
      },
    });
    this.negotiation = new PeerNegotiation({
      ...options,
      engine,
      send: (message) => {
        link.notify(message);
      },
      onIceState: (state) => {
        this.#health.handleIceState(state);
      },
      onError: (error) => {
        this.#health.close();
        options.onError(error);
      },
    });
  }

  /** Does nothing in a session whose server does not understand it. */
  restartIce(): void {
    if (this.#renegotiation) this.negotiation.restartIce();
  }

  messagingLost(): void {
    this.#health.messagingLost();
  }

  messagingResumed(): void {
    this.#health.messagingResumed();
  }

  close(): void {
    this.#health.close();
    this.negotiation.close();
  }
}

/** Whether a message with those peer fields is for a connection with these; one without a `peerId` is for any. */
export function isSamePeer(own: PeerFields, received: PeerFields): boolean {
  const { peerId } = received;
  return peerId === undefined || peerId === own['peerId'];
}
