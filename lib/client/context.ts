import { Devices } from './devices.js';
import { currentPlatform, type EngineFactory } from './client-platform.js';
import { ErrorCode, SessionError } from '../common/session-error.js';
import {
  checkEngine,
  children,
  closeDevices,
  engine,
  recordsMicrophone,
  withEngine,
} from './internal.js';
import type { LogLevel } from '../common/logger.js';
import type { MediaEngine } from '../media/engine.js';
import {
  boolean,
  check,
  instanceOf,
  oneOf,
  optional,
  optionsOf,
} from '../common/validation/index.js';

export interface ContextOptions {
  /**
   * `'virtual'` touches no sound device: sound is pushed, and what is received goes to listeners only. `'platform'`
   * records from a microphone (publishers with `audio: true`) and plays what is received: WASAPI on Windows, PulseAudio
   * (PipeWire speaks it too) or ALSA on Linux. libwebrtc does not mix pushed and recorded sound, so a publisher of such
   * a context takes no `AudioSource`. Default `'virtual'`.
   */
  readonly audio?: 'virtual' | 'platform';
  /** Shows frames as soon as they are decoded, without smoothing over jitter. Default false. */
  readonly lowLatency?: boolean;
  /** What the native engine tells the package's logger. Default `'none'`. */
  readonly logLevel?: LogLevel | 'none';
}

const optionsSchema = optionsOf({
  audio: optional(oneOf('virtual', 'platform'), 'virtual' as 'virtual' | 'platform'),
  lowLatency: optional(boolean, false),
  logLevel: optional(oneOf('none', 'error', 'warn', 'info', 'debug'), 'none'),
});

/**
 * The owner of the native engine, to which sessions, publishers and subscribers belong. {@link Context.instance} is
 * all that most applications need. Its first use, by a `Session`, `Publisher` or `Subscriber`, checks that the native binary
 * loads; the engine starts with the first media.
 */
export class Context {
  static #instance: Context | undefined;
  /** What there is on this machine to capture and to play with. */
  readonly devices = new Devices(() => this[engine]);
  #options: Required<ContextOptions>;
  readonly [children] = new Set<Disposable>();
  /** Undefined: the platform's. */
  #createEngine: EngineFactory | undefined;
  #engine: MediaEngine | undefined;
  #disposed = false;

  /** @throws SessionError 1 of source `'device'` for audio `'platform'` where there are no sound devices (a page). */
  constructor(options: ContextOptions = {}) {
    this.#options = check(optionsSchema, options, 'options');
    if (this[recordsMicrophone]) requirePlatformAudio();
  }

  /** The context of the process, with default options; a new one if it was disposed. */
  static get instance(): Context {
    if (Context.#instance?.disposed !== false) Context.#instance = new Context();
    return Context.#instance;
  }

  /** A context over another engine. */
  static [withEngine](create: EngineFactory, options: ContextOptions = {}): Context {
    const context = new Context();
    context.#options = check(optionsSchema, options, 'options');
    context.#createEngine = create;
    return context;
  }

  /** @throws NativeLoadError where no engine could be made: better at once than in the middle of a call. */
  [checkEngine](): void {
    if (!this.#createEngine) currentPlatform().checkEngine?.();
  }

  get [recordsMicrophone](): boolean {
    return this.#options.audio === 'platform';
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Disposes the sessions that are still alive, newest first, then stops the engine. Idempotent. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.devices[closeDevices]();
    for (const child of [...this[children]].reverse()) child[Symbol.dispose]();
    this.#engine?.close();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @throws SessionError 1015 after `dispose()`. */
  get [engine](): MediaEngine {
    if (this.#disposed) {
      throw new SessionError(ErrorCode.SessionIllegalState, 'the context is disposed');
    }
    const create = this.#createEngine ?? currentPlatform().createEngine;
    this.#engine ??= create(this.#options);
    return this.#engine;
  }
}

function requirePlatformAudio(): void {
  const { soundDevices, name } = currentPlatform();
  if (soundDevices) return;
  const message = `options.audio "platform" is not available on ${name} yet: use "virtual"`;
  throw new SessionError(ErrorCode.GenericSdkError, message, { source: 'device' });
}

/** @throws TypeError if it is not a Context, SessionError 1015 if it is disposed, NativeLoadError if the binary is missing. */
export function checkContext(value: unknown): Context {
  const context = check(instanceOf(Context), value, 'context');
  if (context.disposed) {
    throw new SessionError(ErrorCode.SessionIllegalState, 'the context is disposed');
  }
  context[checkEngine]();
  return context;
}
