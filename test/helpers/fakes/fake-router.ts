import type { PeerConnection } from '../../../lib/media/engine.js';
import type { JsepMessage, MediaTarget } from '../../../lib/protocol/messages/jsep-message.js';
import { settle } from './fake-clock.js';
import { FakeEngine } from './fake-engine.js';
import type { FakeMessaging } from './fake-messaging.js';

/** The media router of a routed session, as far as one peer connection of one client goes. */
export class FakeRouter {
  readonly engine: FakeEngine;
  readonly #messaging: FakeMessaging;
  readonly #target: MediaTarget;
  #connection: PeerConnection | undefined;
  #seen = 0;

  /** `network` of the client's engine, so that the two can connect. */
  constructor(network: FakeEngine['network'], messaging: FakeMessaging, target: MediaTarget) {
    this.engine = new FakeEngine(network);
    this.#messaging = messaging;
    this.#target = target;
    this.#seen = messaging.received.length;
  }

  /** Asks a publisher for its offer. */
  requestOffer(): Promise<void> {
    this.#messaging.deliver({ kind: 'generate-offer', ...this.#target });
    return this.run();
  }

  /** Offers a stream to a subscriber. */
  async offer(): Promise<void> {
    const connection = this.#connect();
    connection.addTrack(this.engine.createTestPatternTrack({ width: 64, height: 48, fps: 30 }));
    const offer = await connection.createOffer();
    await connection.setLocalDescription(offer);
    this.#messaging.deliver({ kind: 'offer', ...this.#target, sdp: offer.sdp });
    await this.run();
  }

  /** Answers what the client sends until nothing more comes. */
  async run(): Promise<void> {
    await settle();
    while (this.#seen < this.#messaging.received.length) {
      const message = this.#messaging.received[this.#seen++];
      if (
        message?.kind === 'offer' ||
        message?.kind === 'answer' ||
        message?.kind === 'candidate'
      ) {
        await this.#handle(message);
        await settle();
      }
    }
  }

  close(): void {
    this.engine.close();
  }

  async #handle(message: JsepMessage): Promise<void> {
    const connection = this.#connection ?? this.#connect();
    if (message.kind === 'candidate') {
      await connection.addIceCandidate(message);
      return;
    }
    await connection.setRemoteDescription({ type: message.kind, sdp: message.sdp });
    if (message.kind === 'answer') return;
    const answer = await connection.createAnswer();
    await connection.setLocalDescription(answer);
    this.#messaging.deliver({ kind: 'answer', ...this.#target, sdp: answer.sdp });
  }

  #connect(): PeerConnection {
    this.#connection = this.engine.createPeerConnection(
      { iceServers: [], iceTransportPolicy: 'all', networks: 'all' },
      {
        candidate: (candidate) => {
          const sdpMid = candidate.sdpMid ?? '';
          const sdpMLineIndex = candidate.sdpMLineIndex ?? 0;
          const { candidate: line } = candidate;
          const content = { candidate: line, sdpMid, sdpMLineIndex };
          this.#messaging.deliver({ kind: 'candidate', ...this.#target, ...content });
        },
        connectionState: () => undefined,
        iceConnectionState: () => undefined,
        track: () => undefined,
      },
    );
    return this.#connection;
  }
}
