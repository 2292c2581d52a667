import type { EngineFactory } from '../../client/client-platform.js';
import { log } from '../../common/logger.js';
import { loadBinding } from './load-binding.js';
import { NativeEngine } from './native-engine.js';

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
