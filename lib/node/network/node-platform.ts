import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { WebSocket } from 'ws';
import { systemClock, type Platform } from '../../signaling/platform.js';
import { httpGet } from './http-get.js';

export interface NodePlatformOptions {
  /** HTTP proxy that everything but media goes through, `http://[user:password@]host:port`. Default: none. */
  readonly proxyUrl?: string | undefined;
  /** Largest WebSocket message taken, bytes; a larger one closes the connection with 1009. */
  readonly maxMessageBytes: number;
}

/** What signalling needs, on Node: `ws`, HTTP by `node:http`, and both through a proxy if one is named. */
export function createNodePlatform({ proxyUrl, maxMessageBytes }: NodePlatformOptions): Platform {
  // CONNECT for plain HTTP too: messaging and session info then take the same way.
  const agent: Agent | undefined =
    proxyUrl === undefined ? undefined : new HttpsProxyAgent(proxyUrl);
  return {
    fetch: (url, init) => httpGet(url, { ...init, agent }),
    createWebSocket: (url, { headers }) =>
      new WebSocket(url, {
        headers,
        agent,
        maxPayload: maxMessageBytes,
        // Messages are small; compressing them costs 300 KB per socket.
        perMessageDeflate: false,
      }),
    clock: systemClock,
    random: () => Math.random(),
  };
}
