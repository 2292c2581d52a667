import { deviceEventNames, type DeviceEvents } from './device-events.js';
import { currentPlatform } from './client-platform.js';
import { DeviceList } from './device-list.js';
import { closeDevices } from './internal.js';
import { ErrorCode, SessionError } from '../common/session-error.js';
import type { DeviceInfo, MediaEngine, ScreenInfo } from '../media/engine.js';
import { TypedEvents } from '../common/typed-events.js';
import { check, text } from '../common/validation/index.js';

/**
 * What there is on this machine to capture and to play with: {@link Context.devices}. Each call asks the system anew.
 * Nothing there is an empty list, not an error.
 */
export class Devices extends TypedEvents<DeviceEvents> {
  readonly #engine: () => MediaEngine;
  readonly #cameras = new DeviceList(() => this.#engine().listCameras(), {
    added: (device) => this.emit('cameraAdded', { device }),
    removed: (device) => this.emit('cameraRemoved', { device }),
  });
  readonly #microphones = new DeviceList(() => this.#engine().listMicrophones(), {
    added: (device) => this.emit('microphoneAdded', { device }),
    removed: (device) => this.emit('microphoneRemoved', { device }),
  });
  readonly #speakers = new DeviceList(() => this.#engine().listSpeakers(), {
    added: (device) => this.emit('speakerAdded', { device }),
    removed: (device) => this.emit('speakerRemoved', { device }),
  });
  readonly #screens = new DeviceList(() => this.#engine().listScreens(), {
    added: (device) => this.emit('screenAdded', { device }),
    removed: (device) => this.emit('screenRemoved', { device }),
  });
  #unwatch: (() => void) | undefined;

  /** Made by a context. */
  constructor(engine: () => MediaEngine) {
    super(deviceEventNames);
    this.#engine = engine;
  }

  /** By DirectShow on Windows, Video4Linux on Linux. There is no camera source yet. */
  async listCameras(): Promise<readonly DeviceInfo[]> {
    return this.#cameras.refresh();
  }

  /** What a context with audio `'platform'` can record from. */
  async listMicrophones(): Promise<readonly DeviceInfo[]> {
    return this.#microphones.refresh();
  }

  /** What a context with audio `'platform'` can play to. */
  async listSpeakers(): Promise<readonly DeviceInfo[]> {
    return this.#speakers.refresh();
  }

  /** For {@link ScreenVideoSource}. Empty without a window system. */
  async listScreens(): Promise<readonly ScreenInfo[]> {
    return this.#screens.refresh();
  }

  /**
   * Records from another microphone, at once if one is in use. All contexts with the same options share the choice.
   * Rejects with a `SessionError` of source `'device'` if it is not there, with `TypeError` unless the context has audio
   * `'platform'`.
   */
  setMicrophone(id: string): Promise<void> {
    return this.#select(id, (engine, checked) => engine.setMicrophone(checked));
  }

  /** Plays to another loudspeaker; as {@link setMicrophone}. */
  setSpeaker(id: string): Promise<void> {
    return this.#select(id, (engine, checked) => engine.setSpeaker(checked));
  }

  /** Raises nothing from now on. */
  [closeDevices](): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.closeEvents();
  }

  protected override listenersChanged(name: keyof DeviceEvents): void {
    // Not given up when the last listener goes: it costs nothing, and ends with the context.
    if (this.#unwatch || this.listenerCount(name) === 0) return;
    const refresh = (): void => void this.#refreshAll();
    this.#unwatch = currentPlatform().watchDevices?.(refresh);
    // What is there now is what the first change is compared with.
    if (this.#unwatch) refresh();
  }

  /** What cannot be listed now is not compared now. */
  async #refreshAll(): Promise<void> {
    const lists = [this.#cameras, this.#microphones, this.#speakers, this.#screens];
    await Promise.allSettled(lists.map((list) => list.refresh()));
  }

  async #select(
    id: string,
    select: (engine: MediaEngine, id: string) => Promise<void>,
  ): Promise<void> {
    const checked = check(text, id, 'id');
    try {
      await select(this.#engine(), checked);
    } catch (error) {
      if (
        !(error instanceof Error) ||
        error instanceof TypeError ||
        error instanceof SessionError
      ) {
        throw error;
      }
      throw new SessionError(ErrorCode.GenericSdkError, error.message, {
        source: 'device',
        cause: error,
      });
    }
  }
}
