import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bundleForBrowser } from '../../helpers/bundle.js';

/** For a browser to start: the first time after its installation, on a busy machine, takes long. */
export const startTimeoutMs = 90_000;

export interface PageServer {
  /** Of a page that has `peer`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a page on loopback, which browsers take for secure: camera and microphone need that. Its script is `entry`, which
 * makes the global `peer`.
 */
export async function startPageServer(entry = 'test/browser/page.ts'): Promise<PageServer> {
  const { code } = await bundleForBrowser(entry);
  const html = `<!doctype html><title>peer</title><body><script>${code}</script></body>`;
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Evaluated in the page. */
export function callPeer([name, args]: [string, readonly unknown[]]): unknown {
  const { peer } = globalThis as unknown as {
    peer: Record<string, (...args: readonly unknown[]) => unknown>;
  };
  return peer[name]?.(...args);
}
