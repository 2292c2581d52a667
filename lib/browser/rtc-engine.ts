import type {
  PeerConnectionConfig,
  PeerConnectionEngine,
  PeerConnectionObserver,
} from '../media/engine.js';
import { RtcPeerConnection } from './rtc-peer-connection.js';

/** The W3C API as a browser's global object, or a package such as `@roamhq/wrtc`, has it. */
export interface RtcApi {
  readonly RTCPeerConnection: new (config: RTCConfiguration) => RTCPeerConnection;
  readonly RTCRtpReceiver: Pick<typeof RTCRtpReceiver, 'getCapabilities'>;
}

/** The engine of any platform that has the W3C `RTCPeerConnection`. */
export class RtcEngine implements PeerConnectionEngine {
  /** Every connection made, oldest first; closed ones too. */
  readonly connections: RtcPeerConnection[] = [];
  readonly #api: RtcApi;

  constructor(api: RtcApi) {
    this.#api = api;
  }

  createPeerConnection(
    config: PeerConnectionConfig,
    observer: PeerConnectionObserver,
  ): RtcPeerConnection {
    const { iceServers, iceTransportPolicy } = config;
    const connection = new this.#api.RTCPeerConnection({
      iceServers: iceServers.map(({ urls, ...credentials }) => ({
        urls: [...urls],
        ...credentials,
      })),
      iceTransportPolicy,
    });
    const codecs = this.#api.RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
    const peer = new RtcPeerConnection(connection, observer, codecs);
    this.connections.push(peer);
    return peer;
  }
}
