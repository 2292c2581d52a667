import type { Engine, EngineOptions, ScreenEvents } from '../../../binding.js';
import type {
  AudioData,
  AudioFormat,
  CaptureObserver,
  DeviceInfo,
  FrameBuffer,
  FrameHandle,
  LocalTrack,
  MediaEngine,
  MediaSink,
  MicrophoneOptions,
  PcmOptions,
  PeerConnection,
  PeerConnectionConfig,
  PeerConnectionObserver,
  PushedAudioTrack,
  PushedVideoTrack,
  RemoteTrack,
  ScreenInfo,
  ScreenOptions,
  TestPatternOptions,
  ToneOptions,
  VideoTrackOptions,
} from '../../media/engine.js';
import { type Binding, loadBinding } from './load-binding.js';
import { NativePeerConnection } from './native-peer-connection.js';

/**
 * {@link MediaEngine} over the native binary, which is loaded by the first engine that is made. Tracks, frames and sinks
 * are the binding's own objects: they have the shape of the interface, and the binding knows them by a type tag, so an
 * object of another engine is a `TypeError`.
 */
export class NativeEngine implements MediaEngine {
  readonly #binding: Binding;
  readonly #native: Engine;

  /** Throws `NativeLoadError` where the binary does not load. */
  constructor(options: EngineOptions = {}) {
    this.#binding = loadBinding();
    this.#native = new this.#binding.Engine(options);
  }

  createPeerConnection(
    config: PeerConnectionConfig,
    observer: PeerConnectionObserver,
  ): PeerConnection {
    return new NativePeerConnection(this.#binding, this.#native, config, observer);
  }

  createVideoTrack(options?: VideoTrackOptions): PushedVideoTrack {
    return new this.#binding.PushedVideoTrack(this.#native, options);
  }

  createTestPatternTrack(options: TestPatternOptions): LocalTrack {
    return new this.#binding.TestPatternTrack(this.#native, options);
  }

  createAudioTrack(options: PcmOptions): PushedAudioTrack {
    return new this.#binding.PushedAudioTrack(this.#native, options);
  }

  createToneTrack(options: ToneOptions): LocalTrack {
    return new this.#binding.ToneTrack(this.#native, options);
  }

  createScreenTrack(options: ScreenOptions, observer: CaptureObserver): LocalTrack {
    const handlers: { [Name in keyof ScreenEvents]: (payload: ScreenEvents[Name]) => void } = {
      resized: ({ width, height }) => {
        observer.resized(width, height);
      },
      ended: (reason) => {
        observer.ended(reason);
      },
    };
    return new this.#binding.ScreenTrack(this.#native, options, (name, payload) => {
      handlers[name](payload);
    });
  }

  createMicrophoneTrack(options: MicrophoneOptions): LocalTrack {
    return new this.#binding.MicrophoneTrack(this.#native, options);
  }

  listCameras(): Promise<readonly DeviceInfo[]> {
    return this.#binding.listCameras();
  }

  listMicrophones(): Promise<readonly DeviceInfo[]> {
    return this.#binding.listMicrophones();
  }

  listSpeakers(): Promise<readonly DeviceInfo[]> {
    return this.#binding.listSpeakers();
  }

  listScreens(): Promise<readonly ScreenInfo[]> {
    return this.#binding.listScreens();
  }

  setMicrophone(id: string): Promise<void> {
    return this.#native.setMicrophone(id);
  }

  setSpeaker(id: string): Promise<void> {
    return this.#native.setSpeaker(id);
  }

  openVideoSink(track: RemoteTrack | LocalTrack, onFrame: (frame: FrameHandle) => void): MediaSink {
    return new this.#binding.VideoSink(track, onFrame);
  }

  openAudioSink(
    track: RemoteTrack,
    onData: (data: AudioData) => void,
    format?: AudioFormat,
  ): MediaSink {
    return new this.#binding.AudioSink(track, onData, format);
  }

  setVolume(track: RemoteTrack, volume: number): void {
    if (!(track instanceof this.#binding.RemoteTrack)) {
      throw new TypeError('track must be a remote track of this engine');
    }
    track.setVolume(volume);
  }

  /** A frame of the caller's pixels, for conversion or to be pushed more than once. It has to be closed. */
  createFrame(buffer: FrameBuffer): FrameHandle {
    return this.#binding.Frame.fromBuffer(buffer);
  }

  close(): void {
    this.#native.close();
  }
}
