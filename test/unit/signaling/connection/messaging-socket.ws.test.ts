import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { decodePacket, encodePacket } from '../../../../lib/protocol/wire/packet-codec.js';
import { packetType } from '../../../../lib/protocol/wire/packet-format.js';
import { pongPacket } from '../../../../lib/protocol/wire/packet-builders.js';
import { resolveConfig } from '../../../../lib/signaling/signaling-config.js';
import { MessagingSocket } from '../../../../lib/signaling/connection/messaging-socket.js';
import { systemClock, type Platform } from '../../../../lib/signaling/platform.js';

// The fakes stand for `ws`; this shows that the real one fits, where its habits matter.

const platform: Platform = {
  createWebSocket: (url, { headers }) => new WebSocket(url, { headers }),
  fetch: () => Promise.reject(new Error('not used')),
  clock: systemClock,
  random: Math.random,
};

function closeServer(): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

/** On a machine that is busy with something else. */
const patience = { timeout: 30_000 };

let server: WebSocketServer;
let socket: MessagingSocket;
let received: number[];

beforeEach(async () => {
  received = [];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  socket = new MessagingSocket({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    connectionId: 'C1',
    serverAddress: 'symphony.test',
    topics: ['T'],
    resumable: true,
    platform,
    config: resolveConfig({ reconnectDelayMs: 10, openAttempts: 1 }),
  });
  server.on('connection', (ws) => {
    ws.on('message', (data: Buffer) => {
      const { type } = decodePacket(data);
      received.push(type);
      if (type === packetType.ping || type === packetType.connect)
        ws.send(encodePacket(pongPacket()));
    });
  });
});

afterEach(async () => {
  socket.dispose();
  for (const ws of server.clients) ws.terminate();
  await closeServer();
});

it('connects, resumes after the server cut it off, and leaves with everything sent', async () => {
  await socket.connect();
  const resumed = new Promise((resolve) => {
    socket.on('resumed', resolve);
  });
  await expect.poll(() => received, patience).toEqual([packetType.connect, packetType.subscribe]);
  for (const ws of server.clients) ws.terminate();
  await resumed;
  socket.notify('a');
  await socket.leave();
  await expect.poll(() => received.at(-1), patience).toBe(packetType.disconnect);
  expect(received.slice(2)).toEqual([packetType.ping, packetType.message, packetType.disconnect]);
  await expect.poll(() => server.clients.size, patience).toBe(0);
});

it('may be disposed while the socket connects, which makes ws raise an error', async () => {
  const connected = socket.connect();
  socket.dispose();
  await expect(connected).rejects.toMatchObject({ code: 1010 });
});

it('says why nobody is there', async () => {
  await closeServer();
  await expect(socket.connect()).rejects.toMatchObject({ code: 1023 });
  await expect(socket.connect()).rejects.toMatchObject({ code: 1015 });
});
