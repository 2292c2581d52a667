import { log, type LogLevel } from '../common/logger.js';
import type { MediaEngine } from '../media/engine.js';
import { loadBinding } from '../node/binary/load-binding.js';
import { NativeEngine } from '../node/binary/native-engine.js';

export interface EngineOptions {
  readonly audio: 'virtual' | 'platform';
  readonly lowLatency: boolean;
  readonly logLevel: LogLevel | 'none';
}

export type EngineFactory = (options: EngineOptions) => MediaEngine;

/** What libwebrtc calls our levels, and the other way round. */
const nativeLevels = { error: 'error', warn: 'warning', info: 'info', debug: 'verbose' } as const;
const levels = { error: 'error', warning: 'warn', info: 'info', verbose: 'debug' } as const;

/** Loads the binary. @throws NativeLoadError, which names the remedy. */
export const createNativeEngine: EngineFactory = ({ audio, lowLatency, logLevel }) => {
  const engine = new NativeEngine({ audio, lowLatency });
  if (logLevel !== 'none') {
    loadBinding().setLogger(nativeLevels[logLevel], (level, line) => {
      log(levels[level], 'native', line);
    });
  }
  return engine;
};
