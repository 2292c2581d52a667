import type {
  IceCandidate,
  IceConnectionState,
  LocalTrack,
  PeerConnection,
  PeerConnectionConfig,
  PeerConnectionObserver,
  PeerConnectionState,
  RemoteTrack,
  SendOptions,
  SendParameters,
  SessionDescription,
  StatsReport,
  TrackKind,
  TrackSender,
} from '../../../lib/media/engine.js';
import type { FakeNetwork } from './fake-network.js';
import {
  candidateUfrag,
  fakeCandidate,
  formatFakeSdp,
  parseFakeSdp,
  type FakeDescription,
} from './fake-sdp.js';

/** Operations whose failure a test can order. */
export type FakeOperation =
  | 'createOffer'
  | 'createAnswer'
  | 'setLocalDescription'
  | 'setRemoteDescription'
  | 'addIceCandidate';

/** One call of an operation, for tests that look at what was done. */
export interface FakeCall {
  readonly operation: FakeOperation | 'addTrack' | 'close';
  readonly argument?: unknown;
}

type SignalingState = 'stable' | 'have-local-offer' | 'have-remote-offer';

const connectionStates: Readonly<Record<IceConnectionState, PeerConnectionState>> = {
  new: 'new',
  checking: 'connecting',
  connected: 'connected',
  completed: 'connected',
  disconnected: 'disconnected',
  failed: 'failed',
  closed: 'closed',
};

export class FakeSender implements TrackSender {
  track: LocalTrack | null;
  options: SendOptions;
  active = true;
  /** All that was set. */
  parameters: SendParameters = {};

  constructor(track: LocalTrack, options: SendOptions) {
    this.track = track;
    this.options = options;
  }

  replaceTrack(track: LocalTrack | null): Promise<void> {
    this.track = track;
    return Promise.resolve();
  }

  setParameters(changes: SendParameters): Promise<void> {
    const { active, maxBitrate } = changes;
    this.parameters = { ...this.parameters, ...changes };
    this.active = active ?? this.active;
    if (maxBitrate !== undefined) this.options = { ...this.options, maxBitrate };
    return Promise.resolve();
  }
}

let created = 0;

/**
 * A peer connection without network or codecs, strict about the order of calls (RFC 8829). Everything it does happens in
 * microtasks; callbacks never come during a call and never after `close()`.
 */
export class FakePeerConnection implements PeerConnection {
  readonly id = `pc${++created}`;
  readonly config: PeerConnectionConfig;
  readonly calls: FakeCall[] = [];
  readonly senders = new Map<TrackKind, FakeSender>();
  readonly remoteTracks: RemoteTrack[] = [];
  readonly #observer: PeerConnectionObserver;
  readonly #network: FakeNetwork;
  readonly #failures: Map<FakeOperation, Error>;
  readonly #candidates = new Set<string>();
  #signalingState: SignalingState = 'stable';
  #restarts = 0;
  #pendingLocal: FakeDescription | undefined;
  #local: FakeDescription | undefined;
  #remote: FakeDescription | undefined;
  #dtlsRole: FakeDescription['setup'] | undefined;
  #iceState: IceConnectionState = 'new';
  #failedUfrag: string | undefined;
  #closed = false;

  /** An entry in `failures` makes the next such operation, of any connection, reject with it. */
  constructor(
    config: PeerConnectionConfig,
    observer: PeerConnectionObserver,
    network: FakeNetwork,
    failures: Map<FakeOperation, Error>,
  ) {
    this.config = config;
    this.#observer = observer;
    this.#network = network;
    this.#failures = failures;
    network.add(this);
  }

  get signalingState(): SignalingState {
    return this.#signalingState;
  }

  get iceState(): IceConnectionState {
    return this.#iceState;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Descriptions in force, i.e. those of the last complete exchange. */
  get local(): FakeDescription | undefined {
    return this.#local;
  }

  get remote(): FakeDescription | undefined {
    return this.#remote;
  }

  get knowsCandidate(): boolean {
    return this.#remote !== undefined && this.#candidates.has(this.#remote.ufrag);
  }

  /** False after ICE failed, until it is restarted. */
  get canConnect(): boolean {
    return this.#signalingState === 'stable' && this.#local?.ufrag !== this.#failedUfrag;
  }

  addTrack(track: LocalTrack, options: SendOptions = {}): FakeSender {
    this.#record('addTrack', track);
    const sender = new FakeSender(track, options);
    this.senders.set(track.kind, sender);
    return sender;
  }

  async createOffer(options: { iceRestart?: boolean } = {}): Promise<SessionDescription> {
    await this.#begin('createOffer', options);
    if (options.iceRestart) this.#restarts++;
    return { type: 'offer', sdp: formatFakeSdp(this.#describe('actpass')) };
  }

  async createAnswer(): Promise<SessionDescription> {
    await this.#begin('createAnswer');
    this.#require('createAnswer', 'have-remote-offer');
    // Whatever it was before, as Firefox does.
    const setup = this.#remote?.setup === 'active' ? 'passive' : 'active';
    return { type: 'answer', sdp: formatFakeSdp(this.#describe(setup)) };
  }

  async setLocalDescription(description: SessionDescription): Promise<void> {
    await this.#begin('setLocalDescription', description);
    const parsed = parseFakeSdp(description.sdp);
    if (description.type === 'offer') {
      if (this.#signalingState === 'have-remote-offer') throw wrongState('setLocalDescription');
      this.#pendingLocal = parsed;
      this.#signalingState = 'have-local-offer';
    } else {
      this.#require('setLocalDescription', 'have-remote-offer');
      this.#dtlsRole ??= parsed.setup;
      this.#local = parsed;
      this.#settle();
    }
    const candidate = { candidate: fakeCandidate(parsed.ufrag), sdpMid: '0', sdpMLineIndex: 0 };
    this.#call(() => {
      this.#observer.candidate(candidate);
    });
  }

  async setRemoteDescription(description: SessionDescription): Promise<void> {
    await this.#begin('setRemoteDescription', description);
    const parsed = parseFakeSdp(description.sdp);
    if (description.type === 'offer') {
      // An own offer is rolled back, as W3C webrtc §4.4.1.5 has it.
      this.#pendingLocal = undefined;
      // A restart by the other side is answered with new credentials too.
      if (this.#remote && this.#remote.ufrag !== parsed.ufrag) this.#restarts++;
      this.#remote = parsed;
      this.#signalingState = 'have-remote-offer';
    } else {
      this.#require('setRemoteDescription', 'have-local-offer');
      this.#keepDtlsRole(parsed.setup === 'active' ? 'passive' : 'active');
      this.#local = this.#pendingLocal;
      this.#remote = parsed;
      this.#settle();
    }
    this.#announceTracks(parsed);
  }

  async addIceCandidate(candidate: IceCandidate): Promise<void> {
    await this.#begin('addIceCandidate', candidate);
    if (!this.#remote) throw new Error('addIceCandidate failed: there is no remote description');
    const ufrag = candidateUfrag(candidate.candidate);
    if (ufrag === undefined) throw new Error('addIceCandidate failed: invalid candidate');
    this.#candidates.add(ufrag);
    this.#network.evaluate(this);
  }

  getStats(): Promise<StatsReport> {
    const entry = { id: 'T', type: 'transport', timestamp: 0, iceState: this.#iceState };
    return Promise.resolve(new Map([[entry.id, entry]]));
  }

  close(): void {
    if (this.#closed) return;
    this.#record('close');
    this.#closed = true;
    this.#iceState = 'closed';
    const partner = this.#network.partner(this);
    this.#network.remove(this);
    // The other side notices that nothing comes any more.
    if (partner?.iceState === 'connected') partner.setIceState('disconnected');
  }

  /** For the network and for tests that script a failure. */
  setIceState(state: IceConnectionState): void {
    if (this.#closed || state === this.#iceState) return;
    this.#iceState = state;
    if (state === 'failed') this.#failedUfrag = this.#local?.ufrag;
    this.#call(() => {
      this.#observer.iceConnectionState(state);
      // A listener of the first may have closed it.
      if (!this.#closed) this.#observer.connectionState(connectionStates[state]);
    });
  }

  #describe(setup: FakeDescription['setup']): FakeDescription {
    const remote = this.#signalingState === 'have-remote-offer' ? this.#remote : undefined;
    const offered = remote?.media ?? this.#local?.media;
    const kinds = offered?.map(({ kind }) => kind) ?? [...this.senders.keys()];
    return {
      connection: this.id,
      ufrag: `${this.id}-${this.#restarts}`,
      setup,
      media: kinds.map((kind) => ({ kind, trackId: this.senders.get(kind)?.track?.id })),
    };
  }

  /** As libwebrtc: an answer cannot change who is who. */
  #keepDtlsRole(role: FakeDescription['setup']): void {
    this.#dtlsRole ??= role;
    if (this.#dtlsRole !== role) {
      throw new Error('setRemoteDescription failed: Failed to set SSL role for the transport');
    }
  }

  #settle(): void {
    this.#signalingState = 'stable';
    this.#pendingLocal = undefined;
    if (this.#iceState === 'new') this.setIceState('checking');
    this.#network.evaluate(this);
  }

  #announceTracks({ media }: FakeDescription): void {
    for (const { kind, trackId } of media) {
      if (trackId === undefined || this.remoteTracks.some(({ id }) => id === trackId)) continue;
      const track = { kind, id: trackId };
      this.remoteTracks.push(track);
      this.#call(() => {
        this.#observer.track(track);
      });
    }
  }

  #call(callback: () => void): void {
    queueMicrotask(() => {
      if (!this.#closed) callback();
    });
  }

  async #begin(operation: FakeOperation, argument?: unknown): Promise<void> {
    this.#record(operation, argument);
    const failure = this.#failures.get(operation);
    this.#failures.delete(operation);
    await Promise.resolve();
    if (failure) throw failure;
    if (this.#closed) throw new Error(`${operation} failed: the peer connection is closed`);
  }

  #record(operation: FakeCall['operation'], argument?: unknown): void {
    if (this.#closed) throw new Error(`${operation} failed: the peer connection is closed`);
    this.calls.push(argument === undefined ? { operation } : { operation, argument });
  }

  #require(operation: FakeOperation, state: SignalingState): void {
    if (this.#signalingState !== state) throw wrongState(operation);
  }
}

function wrongState(operation: FakeOperation): Error {
  return new Error(`${operation} failed: called in the wrong signaling state`);
}
