import { once } from 'node:events';

import type {
  IceCandidate,
  LocalTrack,
  MediaEngine,
  PeerConnection,
  PeerConnectionConfig,
  PeerConnectionState,
  RemoteTrack,
  SendOptions,
  TrackSender,
} from '../../../lib/media/engine.js';

export const loopbackConfig: PeerConnectionConfig = {
  iceServers: [],
  iceTransportPolicy: 'all',
  networks: 'loopback',
};

/** One side of a call within the process. */
export interface Side {
  readonly connection: PeerConnection;
  readonly tracks: readonly RemoteTrack[];
  /** Those that the other side does not send any more. */
  readonly ended: readonly RemoteTrack[];
  readonly states: readonly PeerConnectionState[];
}

export interface Call extends Disposable {
  readonly sender: Side;
  readonly receiver: Side;
  readonly senders: readonly TrackSender[];
  /** Offer and answer again, e.g. to restart ICE. */
  negotiate(options?: { iceRestart?: boolean }): Promise<void>;
  /** The remote track of a kind, as soon as it is announced. */
  track(kind: 'audio' | 'video'): Promise<RemoteTrack>;
}

export interface Sending {
  readonly track: LocalTrack;
  readonly options?: SendOptions;
}

class SideRecorder implements Side {
  readonly tracks: RemoteTrack[] = [];
  readonly ended: RemoteTrack[] = [];
  readonly states: PeerConnectionState[] = [];
  readonly connection: PeerConnection;
  readonly #changed = new EventTarget();

  constructor(engine: MediaEngine, onCandidate: (candidate: IceCandidate) => void) {
    this.connection = engine.createPeerConnection(loopbackConfig, {
      candidate: onCandidate,
      connectionState: (state) => {
        this.states.push(state);
        this.#changed.dispatchEvent(new Event('change'));
      },
      iceConnectionState: () => undefined,
      track: (track) => {
        this.tracks.push(track);
        this.#changed.dispatchEvent(new Event('change'));
      },
      trackEnded: (track) => this.ended.push(track),
    });
  }

  async until<T>(find: () => T | undefined): Promise<T> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      await once(this.#changed, 'change');
    }
  }
}

/** A call may be closed while its last candidates are on their way. */
function unlessClosed(error: unknown): void {
  if (!String(error).includes('was closed')) throw error;
}

/** A call between two connections of the engine, both of them connected when the promise resolves. */
export async function call(engine: MediaEngine, sendings: readonly Sending[]): Promise<Call> {
  const early: (() => Promise<void>)[] = [];
  let ready = false;
  const relay = (target: () => SideRecorder) => (candidate: IceCandidate) => {
    const add = () => target().connection.addIceCandidate(candidate);
    if (ready) void add().catch(unlessClosed);
    else early.push(add);
  };
  const sender: SideRecorder = new SideRecorder(
    engine,
    relay(() => receiver),
  );
  const receiver: SideRecorder = new SideRecorder(
    engine,
    relay(() => sender),
  );
  const senders = sendings.map(({ track, options }) => sender.connection.addTrack(track, options));
  const negotiate = async (options?: { iceRestart?: boolean }) => {
    const offer = await sender.connection.createOffer(options);
    await sender.connection.setLocalDescription(offer);
    await receiver.connection.setRemoteDescription(offer);
    const answer = await receiver.connection.createAnswer();
    await receiver.connection.setLocalDescription(answer);
    await sender.connection.setRemoteDescription(answer);
  };
  await negotiate();
  ready = true;
  await Promise.all(early.map((add) => add()));
  for (const side of [sender, receiver]) {
    await side.until(() => (side.states.includes('connected') ? true : undefined));
  }
  return {
    sender,
    receiver,
    senders,
    negotiate,
    track: (kind) => receiver.until(() => receiver.tracks.find((track) => track.kind === kind)),
    [Symbol.dispose]() {
      sender.connection.close();
      receiver.connection.close();
    },
  };
}
