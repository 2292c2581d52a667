/** A server in a process of its own: ours, or one that passes each message on to everybody. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSessionServer } from 'webrtc-session/server';
import { WebSocketServer } from 'ws';

/** @returns {Promise<object>} what clients need to join */
async function sessionServer() {
  const server = await createSessionServer();
  const { sessionId, apiKey } = await server.createSession();
  return { url: server.url, apiKey, sessionId, token: await server.generateToken(sessionId) };
}

/** @returns {Promise<object>} */
async function plainServer() {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const wss = new WebSocketServer({ server: http, perMessageDeflate: false });
  wss.on('connection', (ws) => {
    ws.on('message', (data) => {
      for (const client of wss.clients) client.send(data);
    });
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (http.address());
  return { url: `ws://127.0.0.1:${port}` };
}

let cpu = process.cpuUsage();
process.on('message', () => {
  const { user, system } = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000 });
});
process.once('disconnect', () => process.exit());
process.send?.(await (process.argv[2] === 'ours' ? sessionServer() : plainServer()));
