import type { Agent } from 'node:http';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { WebSocket } from 'ws';
import type { NetworkOptions } from '../../client/client-platform.js';
import { systemClock, type Platform } from '../../signaling/platform.js';
import { httpGet } from './http-get.js';

/**
 * What signalling needs, on Node: `ws`, HTTP by `node:http`, and both through a proxy if one is named. A WebSocket message
 * that is too large closes the connection with 1009.
 */
export function createNodeNetwork({ proxyUrl, maxMessageBytes }: NetworkOptions): Platform {
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
