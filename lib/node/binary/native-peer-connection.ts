import type {
  Engine,
  PeerConnection as NativeConnection,
  PeerConnectionListener,
} from '../../../binding.js';
import type {
  IceCandidate,
  LocalTrack,
  PeerConnection,
  PeerConnectionConfig,
  PeerConnectionObserver,
  RemoteTrack,
  SendOptions,
  SessionDescription,
  StatsReport,
  TrackSender,
} from '../../media/engine.js';
import type { Binding } from './load-binding.js';

/** The binding's single listener, told apart for an observer. */
function listenFor(observer: PeerConnectionObserver): PeerConnectionListener {
  // The binding pairs names and payloads; TypeScript cannot see that in a generic callback.
  const tracks = new Map<string, RemoteTrack>();
  const handlers: Record<string, (payload: never) => void> = {
    candidate: observer.candidate.bind(observer),
    connectionState: observer.connectionState.bind(observer),
    iceConnectionState: observer.iceConnectionState.bind(observer),
    track: (track: RemoteTrack) => {
      tracks.set(track.id, track);
      observer.track(track);
    },
    trackEnded: (id: string) => {
      const track = tracks.get(id);
      tracks.delete(id);
      if (track) observer.trackEnded?.(track);
    },
  };
  return (name, payload) => {
    handlers[name]?.(payload as never);
  };
}

/** {@link PeerConnection} over the native one. The binding checks every argument. */
export class NativePeerConnection implements PeerConnection {
  readonly #native: NativeConnection;

  constructor(
    binding: Binding,
    engine: Engine,
    config: PeerConnectionConfig,
    observer: PeerConnectionObserver,
  ) {
    this.#native = new binding.PeerConnection(engine, config, listenFor(observer));
  }

  addTrack(track: LocalTrack, options?: SendOptions): TrackSender {
    const sender = this.#native.addTrack(track, options);
    return {
      replaceTrack: (replacement) => sender.replaceTrack(replacement),
      setParameters: (parameters) => sender.setParameters(parameters),
    };
  }

  createOffer(options?: { iceRestart?: boolean }): Promise<SessionDescription> {
    return this.#native.createOffer(options);
  }

  createAnswer(): Promise<SessionDescription> {
    return this.#native.createAnswer();
  }

  setLocalDescription(description: SessionDescription): Promise<void> {
    return this.#native.setLocalDescription(description);
  }

  setRemoteDescription(description: SessionDescription): Promise<void> {
    return this.#native.setRemoteDescription(description);
  }

  addIceCandidate(candidate: IceCandidate): Promise<void> {
    return this.#native.addIceCandidate(candidate);
  }

  async getStats(): Promise<StatsReport> {
    const entries = await this.#native.getStats();
    return new Map(entries.map((entry) => [entry.id, entry]));
  }

  close(): void {
    this.#native.close();
  }
}
