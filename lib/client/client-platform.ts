import type { LogLevel, LogSink } from '../common/logger.js';
import { setLogSink } from '../common/logger.js';
import type { FrameFactory, MediaEngine } from '../media/engine.js';
import { setFrameFactory } from '../media/frames/frame-factory.js';
import type { Platform as SignalingPlatform } from '../signaling/platform.js';

export interface EngineOptions {
  readonly audio: 'virtual' | 'platform';
  readonly lowLatency: boolean;
  readonly logLevel: LogLevel | 'none';
}

export type EngineFactory = (options: EngineOptions) => MediaEngine;

export interface NetworkOptions {
  /** HTTP proxy that everything but media goes through. */
  readonly proxyUrl?: string | undefined;
  /** Largest WebSocket message taken, bytes, where the platform can limit it. */
  readonly maxMessageBytes: number;
}

/** A failure that the application does not listen for; shown to the person who runs it. */
export interface PlatformWarning {
  readonly message: string;
  /** Symbolic name, e.g. `ConnectionFailed`. */
  readonly code: string;
  /** What to do about it. */
  readonly detail: string;
}

/**
 * All that the facade takes from where it runs; nothing else in `lib/client`, and nothing that it imports, names Node or a
 * browser. `lib/node` and `lib/browser` have one each, and install it when the package's entry is imported.
 */
export interface ClientPlatform {
  /** For messages to people: `linux`, `win32`, `a web page`. */
  readonly name: string;
  /** Whether the engine records from a microphone and plays to a loudspeaker by itself: audio `'platform'`. */
  readonly soundDevices: boolean;
  /** Whether what is received can be read as frames and PCM, or only rendered. */
  readonly rawMedia: boolean;
  readonly createEngine: EngineFactory;
  /**
   * Throws where {@link createEngine} has nothing to make an engine of, and loads nothing. Undefined where nothing can be
   * missing.
   */
  readonly checkEngine: (() => void) | undefined;
  /** For frames on the application's memory that are read in another format. Undefined: there is no conversion. */
  readonly createFrame: FrameFactory | undefined;
  /** Sockets, HTTP and clock for the signalling of one session. @throws TypeError for an option it cannot honour. */
  createNetwork(options: NetworkOptions): SignalingPlatform;
  /**
   * Calls back whenever devices have come or gone, until what is returned is called. Undefined where nobody tells; the
   * lists are the engine's.
   */
  readonly watchDevices: ((onChange: () => void) => () => void) | undefined;
  /** Calls back again and again, without keeping the program running for it, until what is returned is called. */
  repeat(callback: () => void, intervalMs: number): () => void;
  /** Calls back after everything that is due now. */
  nextTurn(callback: () => void): void;
  warn(warning: PlatformWarning): void;
  /** Where log lines go besides the application's logger. */
  readonly logSink: LogSink | undefined;
}

let installed: ClientPlatform | undefined;

/** Makes it the platform of this copy of the package. A process, like a page, has one. */
export function installPlatform(platform: ClientPlatform): void {
  installed = platform;
  setLogSink(platform.logSink);
  setFrameFactory(platform.createFrame);
}

/** The installed one. */
export function currentPlatform(): ClientPlatform {
  if (installed) return installed;
  throw new Error('no platform is installed: import the entry of the package, not a file of it');
}
