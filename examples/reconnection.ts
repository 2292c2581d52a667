/**
 * Reconnection: what an application may do around it. It happens by itself, and a session that is not watched comes back
 * just the same.
 *
 *     API_KEY=… SESSION_ID=… TOKEN=… node examples/reconnection.ts
 */
import { networkInterfaces } from 'node:os';
import { Context, Session, Subscriber, type ReconnectPolicy } from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
} = process.env;

/** Soon at first, then less and less often; gives up after a minute, when the server has forgotten us. */
const policy: ReconnectPolicy = {
  nextDelay({ attempt, elapsedMs, cause }) {
    if (elapsedMs > 60_000) return null;
    const delay = Math.min(100 * 2 ** (attempt - 1), 5000);
    console.log(`attempt ${attempt} in ${delay} ms (${cause.kind})`);
    return delay;
  },
};

const context = Context.instance;
const session = new Session(context, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  // Here everything runs on one machine. Leave this out in a real network.
  iceConfig: { networks: 'loopback' },
  reconnectPolicy: policy,
});

session.on('reconnectionStart', () => {
  console.log('connection lost');
  // Waits until the session is back, and is sent once.
  void session.sendSignal('note', 'written while away');
  // Would be too late then: never sent, and an error at once.
  void session.sendSignal('position', '3,4', { retryAfterReconnect: false });
});
session.on('reconnectionSuccess', () => {
  console.log('connection back');
});
session.on('error', (error) => {
  console.log(`${error.codeName}: ${error.message}`);
});
session.once('disconnected', ({ reason }) => {
  console.log(`disconnected: ${reason}`);
  clearInterval(watch);
  session.dispose();
});

// Media goes its own way: it may outlast a lost connection, or break without one. The subscriber stays the same.
session.on('streamReceived', ({ stream }) => {
  const subscriber = new Subscriber(context, stream);
  subscriber.on('connected', () => {
    console.log(`receiving ${stream.name}`);
  });
  subscriber.on('streamDisconnected', () => {
    console.log(`${stream.name} interrupted`);
  });
  subscriber.on('streamReconnected', () => {
    console.log(`${stream.name} is back`);
  });
  void session.subscribe(subscriber);
});

// A new network is noticed sooner or later. Who sees it first may say so.
let addresses = JSON.stringify(networkInterfaces());
const watch = setInterval(() => {
  const now = JSON.stringify(networkInterfaces());
  if (now !== addresses) session.networkChanged();
  addresses = now;
}, 2000);

process.once('SIGINT', () => void session.disconnect());
await session.connect(TOKEN);
console.log('connected');
