import type { NetworkOptions } from '../client/client-platform.js';
import { systemClock, type Platform } from '../signaling/platform.js';

/**
 * What signalling needs, in a page: the browser's own `WebSocket` and `fetch`. The browser limits messages by itself, and
 * sets no headers on a WebSocket.
 *
 * @throws TypeError for a proxy: a page goes through that of its browser.
 */
export function createBrowserNetwork({ proxyUrl }: Partial<NetworkOptions> = {}): Platform {
  if (proxyUrl !== undefined) {
    throw new TypeError('options.proxyUrl must be left out in a web page: the browser has its own');
  }
  return {
    createWebSocket: (url) => new WebSocket(url),
    fetch: (url, init) => fetch(url, init),
    clock: systemClock,
    random: () => Math.random(),
  };
}
