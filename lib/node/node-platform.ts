import type { ClientPlatform } from '../client/client-platform.js';
import { createNativeEngine } from './binary/create-native-engine.js';
import { checkBinding, loadBinding } from './binary/load-binding.js';
import { logChannel } from './log-channel.js';
import { createNodeNetwork } from './network/node-network.js';

/** What the facade takes from Node. The binary is loaded by the first use of a context, or the first conversion. */
export const nodePlatform: ClientPlatform = {
  name: process.platform,
  soundDevices: process.platform === 'win32' || process.platform === 'linux',
  rawMedia: true,
  createEngine: createNativeEngine,
  checkEngine: checkBinding,
  createFrame: (buffer) => loadBinding().Frame.fromBuffer(buffer),
  createNetwork: createNodeNetwork,
  watchDevices: undefined,
  repeat(callback, intervalMs) {
    const timer = setInterval(callback, intervalMs).unref();
    return () => {
      clearInterval(timer);
    };
  },
  nextTurn(callback) {
    setImmediate(callback);
  },
  warn({ message, code, detail }) {
    process.emitWarning(message, { type: 'SessionWarning', code, detail });
  },
  logSink: logChannel,
};
