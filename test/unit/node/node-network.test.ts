import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createNodeNetwork } from '../../../lib/node/network/node-network.js';
import type { WebSocketLike } from '../../../lib/signaling/platform.js';
import { ConnectProxy } from '../../helpers/proxies/connect-proxy.js';

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

const get = (headers: Record<string, string> = {}, signal = new AbortController().signal) =>
  ({ headers, signal, redirect: 'error' }) as const;

describe('the Node platform', () => {
  let server: Server;
  let port: number;
  let proxy: ConnectProxy;

  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === '/hang') return;
      if (request.url === '/moved') response.writeHead(301, { location: '/' }).end();
      else response.writeHead(418).end(`ü ${String(request.headers['x-token'])}`);
    });
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket, request) => {
      socket.send(Buffer.from(String(request.headers['x-token'])));
      socket.on('message', (data) => {
        socket.send(data);
      });
    });
    port = await listen(server);
    proxy = await ConnectProxy.to(port);
  });

  afterEach(async () => {
    await proxy[Symbol.asyncDispose]();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const firstMessage = async (socket: WebSocketLike): Promise<string> => {
    socket.binaryType = 'arraybuffer';
    const data = await new Promise((resolve, reject) => {
      socket.onmessage = (event) => {
        resolve(event.data);
      };
      socket.onclose = reject;
    });
    socket.terminate?.();
    return Buffer.from(data as ArrayBuffer).toString();
  };

  it('gets with headers, and gives status and text', async () => {
    const platform = createNodeNetwork({ maxMessageBytes: 1000 });
    const response = await platform.fetch(`http://127.0.0.1:${port}/`, get({ 'X-Token': 'T' }));
    expect([response.status, await response.text()]).toEqual([418, 'ü T']);
  });

  it('does not follow redirects, which would carry the token elsewhere', async () => {
    const platform = createNodeNetwork({ maxMessageBytes: 1000 });
    await expect(platform.fetch(`http://127.0.0.1:${port}/moved`, get())).rejects.toThrow(
      'redirect (HTTP 301)',
    );
  });

  it('gives up with its signal', async () => {
    const platform = createNodeNetwork({ maxMessageBytes: 1000 });
    const signal = AbortSignal.timeout(20);
    await expect(
      platform.fetch(`http://127.0.0.1:${port}/hang`, get({}, signal)),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('opens WebSockets with headers', async () => {
    const platform = createNodeNetwork({ maxMessageBytes: 1000 });
    const url = `ws://127.0.0.1:${port}/`;
    expect(await firstMessage(platform.createWebSocket(url, { headers: { 'X-Token': 'T' } }))).toBe(
      'T',
    );
  });

  it('closes on a message that is too large', async () => {
    const platform = createNodeNetwork({ maxMessageBytes: 10 });
    const socket = platform.createWebSocket(`ws://127.0.0.1:${port}/`, { headers: {} });
    const failed = new Promise<unknown>((resolve) => {
      socket.onerror = resolve;
    });
    const closed = new Promise<unknown>((resolve) => {
      socket.onclose = resolve;
    });
    socket.onopen = () => {
      socket.send(new Uint8Array(11));
    };
    expect(await failed).toMatchObject({ message: 'Max payload size exceeded' });
    await closed;
  });

  it("goes through a proxy for both, with the proxy's password", async () => {
    const platform = createNodeNetwork({
      proxyUrl: `http://user:pass@${proxy.host}`,
      maxMessageBytes: 1000,
    });
    const response = await platform.fetch('http://session.test/', get({ 'X-Token': 'T' }));
    expect(await response.text()).toBe('ü T');
    const socket = platform.createWebSocket('ws://messaging.test/', {
      headers: { 'X-Token': 'T' },
    });
    expect(await firstMessage(socket)).toBe('T');
    const authorization = `Basic ${Buffer.from('user:pass').toString('base64')}`;
    expect(proxy.tunnels).toEqual([
      { to: 'session.test:80', authorization },
      { to: 'messaging.test:80', authorization },
    ]);
  });
});
