import { createNativeEngine, type EngineFactory } from './engine-factory.js';
import { ErrorCode, SessionError } from './errors.js';
import { children, engine, withEngine } from './internal.js';
import type { LogLevel } from './logger.js';
import type { MediaEngine } from './media/engine.js';
import { boolean, instanceOf, oneOf, optional, shape } from './options.js';

export interface ContextOptions {
  /** `'virtual'` needs no sound device: what is received goes to listeners only. Default, and all there is yet. */
  readonly audio?: 'virtual';
  /** Shows frames as soon as they are decoded, without smoothing over jitter. Default false. */
  readonly lowLatency?: boolean;
  /** What the native engine tells the package's logger. Default `'none'`. */
  readonly logLevel?: LogLevel | 'none';
}

const checkOptions = shape({
  audio: optional(oneOf('virtual'), 'virtual'),
  lowLatency: optional(boolean, false),
  logLevel: optional(oneOf('none', 'error', 'warn', 'info', 'debug'), 'none'),
});

/**
 * The owner of the native engine, to which sessions, publishers and subscribers belong. {@link Context.instance} is
 * all that most applications need. The engine starts when it is first used.
 */
export class Context {
  static #instance: Context | undefined;
  readonly #options: Required<ContextOptions>;
  readonly [children] = new Set<Disposable>();
  #createEngine: EngineFactory = createNativeEngine;
  #engine: MediaEngine | undefined;
  #disposed = false;

  constructor(options: ContextOptions = {}) {
    this.#options = checkOptions(options, 'options');
  }

  /** The context of the process, with default options; a new one if it was disposed. */
  static get instance(): Context {
    if (Context.#instance?.disposed !== false) Context.#instance = new Context();
    return Context.#instance;
  }

  /** A context over another engine. */
  static [withEngine](create: EngineFactory): Context {
    const context = new Context();
    context.#createEngine = create;
    return context;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Disposes the sessions that are still alive, newest first, then stops the engine. Idempotent. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
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
    this.#engine ??= this.#createEngine(this.#options);
    return this.#engine;
  }
}

/** @throws TypeError if it is none, SessionError 1015 if it is disposed. */
export function checkContext(value: unknown): Context {
  const context = instanceOf(Context)(value, 'context');
  if (context.disposed) {
    throw new SessionError(ErrorCode.SessionIllegalState, 'the context is disposed');
  }
  return context;
}
