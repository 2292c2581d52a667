import type {
  AudioData,
  CaptureObserver,
  DeviceInfo,
  FrameHandle,
  LocalTrack,
  MediaEngine,
  MediaSink,
  MicrophoneOptions,
  PcmOptions,
  PeerConnectionConfig,
  PeerConnectionObserver,
  RemoteTrack,
  ScreenInfo,
  ScreenOptions,
  TestPatternOptions,
  ToneOptions,
  VideoTrackOptions,
} from '../../../lib/media/engine.js';
import type { FakeFrame } from './fake-frame.js';
import { FakeNetwork } from './fake-network.js';
import { FakePeerConnection, type FakeOperation } from './fake-peer-connection.js';
import { FakeAudioTrack, FakeVideoTrack } from './fake-tracks.js';

/**
 * A media engine without media: deterministic, in microtasks, without timers. What is pushed into a local track arrives
 * at once at the sinks of the remote track, if the two peer connections of one {@link FakeNetwork} are connected.
 */
/** A capture that was begun, for a test to say what becomes of it. */
export interface FakeCapture {
  readonly options: ScreenOptions;
  readonly observer: CaptureObserver;
  readonly track: FakeVideoTrack;
}

/** The one microphone there is. */
export const fakeMicrophone: DeviceInfo = { id: 'microphone-1', name: 'Fake microphone' };

/** The one screen there is. */
export const fakeScreen: ScreenInfo = { id: 'screen:1', name: 'Fake', width: 640, height: 480 };

export class FakeEngine implements MediaEngine {
  readonly network: FakeNetwork;
  /** Every connection made, oldest first; closed ones too. */
  readonly connections: FakePeerConnection[] = [];
  readonly volumes = new Map<string, number>();
  /** Screens that are captured, or were, oldest first. */
  readonly captures: FakeCapture[] = [];
  /** Microphone tracks that were made, by what was to be done to them. */
  readonly recordings: MicrophoneOptions[] = [];
  readonly #failures = new Map<FakeOperation, Error>();
  readonly #closables: { close(): void }[] = [];
  closed = false;

  /** Engines that are to talk to each other share a network. */
  constructor(network = new FakeNetwork()) {
    this.network = network;
  }

  /** The next operation of that name, of any connection of this engine, rejects. */
  failNext(operation: FakeOperation, error = new Error(`${operation} failed: as ordered`)): void {
    this.#failures.set(operation, error);
  }

  createPeerConnection(
    config: PeerConnectionConfig,
    observer: PeerConnectionObserver,
  ): FakePeerConnection {
    if (this.closed) throw new Error('createPeerConnection failed: the engine is closed');
    const connection = new FakePeerConnection(config, observer, this.network, this.#failures);
    this.connections.push(connection);
    return this.#own(connection);
  }

  createVideoTrack(options: VideoTrackOptions = {}): FakeVideoTrack {
    return this.#own(new FakeVideoTrack(this.network, options));
  }

  /** Shows nothing by itself: push what it should. */
  createTestPatternTrack(options: TestPatternOptions): FakeVideoTrack {
    return this.#own(new FakeVideoTrack(this.network, options));
  }

  createAudioTrack(options: PcmOptions): FakeAudioTrack {
    return this.#own(new FakeAudioTrack(this.network, options));
  }

  /** Sounds of nothing by itself: push what it should. */
  createToneTrack(options: ToneOptions): FakeAudioTrack {
    return this.#own(new FakeAudioTrack(this.network, options));
  }

  createScreenTrack(options: ScreenOptions, observer: CaptureObserver): FakeVideoTrack {
    const track = this.#own(new FakeVideoTrack(this.network, options));
    this.captures.push({ options, observer, track });
    return track;
  }

  /** Hears nothing by itself: push what it should. */
  createMicrophoneTrack(options: MicrophoneOptions): FakeAudioTrack {
    this.recordings.push(options);
    return this.#own(new FakeAudioTrack(this.network, { sampleRate: 48_000, channels: 1 }));
  }

  listCameras(): Promise<readonly DeviceInfo[]> {
    return Promise.resolve([]);
  }

  listMicrophones(): Promise<readonly DeviceInfo[]> {
    return Promise.resolve([fakeMicrophone]);
  }

  listSpeakers(): Promise<readonly DeviceInfo[]> {
    return Promise.resolve([]);
  }

  listScreens(): Promise<readonly ScreenInfo[]> {
    return Promise.resolve([fakeScreen]);
  }

  async setMicrophone(id: string): Promise<void> {
    await Promise.resolve();
    if (id !== fakeMicrophone.id) throw new Error('setMicrophone: there is no such microphone');
  }

  setSpeaker(): Promise<void> {
    return Promise.reject(new Error('setSpeaker: there is no such loudspeaker'));
  }

  openVideoSink(track: RemoteTrack | LocalTrack, onFrame: (frame: FrameHandle) => void): MediaSink {
    return this.#openSink(track, (frame: FakeFrame) => {
      const handle = frame.clone();
      onFrame(handle);
      handle.close();
    });
  }

  openAudioSink(track: RemoteTrack, onData: (data: AudioData) => void): MediaSink {
    return this.#openSink(track, onData);
  }

  setVolume(track: RemoteTrack, volume: number): void {
    this.volumes.set(track.id, volume);
  }

  close(): void {
    this.closed = true;
    for (const closable of this.#closables.splice(0).reverse()) closable.close();
  }

  #openSink(track: RemoteTrack | LocalTrack, listener: (media: never) => void): MediaSink {
    let delivered = 0;
    const close = this.network.listen(track, (media) => {
      delivered++;
      listener(media);
    });
    return this.#own({ stats: () => ({ delivered, dropped: 0 }), close });
  }

  #own<Closable extends { close(): void }>(closable: Closable): Closable {
    this.#closables.push(closable);
    return closable;
  }
}
