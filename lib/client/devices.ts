import { ErrorCode, SessionError } from '../common/session-error.js';
import type { DeviceInfo, MediaEngine, ScreenInfo } from '../media/engine.js';
import { check, text } from '../common/validation/index.js';

/**
 * What there is on this machine to capture and to play with: {@link Context.devices}. Each call asks the system anew.
 * Nothing there is an empty list, not an error.
 */
export class Devices {
  readonly #engine: () => MediaEngine;

  /** Made by a context. */
  constructor(engine: () => MediaEngine) {
    this.#engine = engine;
  }

  /** By DirectShow on Windows, Video4Linux on Linux. There is no camera source yet. */
  async listCameras(): Promise<readonly DeviceInfo[]> {
    return this.#engine().listCameras();
  }

  /** What a context with audio `'platform'` can record from. Empty on Linux, which has no such contexts yet. */
  async listMicrophones(): Promise<readonly DeviceInfo[]> {
    return this.#engine().listMicrophones();
  }

  /** What a context with audio `'platform'` can play to. Empty on Linux. */
  async listSpeakers(): Promise<readonly DeviceInfo[]> {
    return this.#engine().listSpeakers();
  }

  /** For {@link ScreenVideoSource}. Empty without a window system. */
  async listScreens(): Promise<readonly ScreenInfo[]> {
    return this.#engine().listScreens();
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
