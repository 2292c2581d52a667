import type { ClientPlatform } from '../client/client-platform.js';
import { BrowserEngine } from './browser-engine.js';
import { createBrowserNetwork } from './browser-network.js';
import { watchDevices } from './page-devices.js';

/** What the facade takes from a web page. */
export const browserPlatform: ClientPlatform = {
  name: 'a web page',
  // The page asks for a microphone with getUserMedia, and plays in its elements.
  soundDevices: false,
  rawMedia: false,
  createEngine: () => new BrowserEngine(globalThis),
  checkEngine: undefined,
  createFrame: undefined,
  createNetwork: createBrowserNetwork,
  watchDevices,
  repeat(callback, intervalMs) {
    const timer = setInterval(callback, intervalMs);
    return () => {
      clearInterval(timer);
    };
  },
  nextTurn(callback) {
    setTimeout(callback, 0);
  },
  warn({ message, code, detail }) {
    // eslint-disable-next-line no-console -- a page has nowhere else to warn
    console.warn(`SessionWarning ${code}: ${message}. ${detail}`);
  },
  logSink: undefined,
};
