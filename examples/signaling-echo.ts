/**
 * Signaling echo: sends every signal back to whoever sent it. No media, no devices.
 *
 *     API_KEY=… SESSION_ID=… TOKEN=… node examples/signaling-echo.ts
 */
import { Context, Session } from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
} = process.env;

const session = new Session(Context.instance, API_KEY, SESSION_ID, { apiUrl: API_URL });

process.once('SIGINT', () => void session.disconnect());

// Before connecting: events are kept for the loop from here on.
const signals = session.events('signal');
session.once('disconnected', () => {
  session.dispose();
});
await session.connect(TOKEN);
console.log('echo is ready');

let echoed = 0;
for await (const { type, data, connection } of signals) {
  // Not our own, and not those of the REST API, which nobody sent.
  if (!connection || connection === session.connection) continue;
  try {
    await session.sendSignal(type, data, { to: connection });
    echoed += 1;
  } catch (error) {
    console.log(`${connection.data} did not wait for the echo: ${String(error)}`);
  }
}
console.log(`echoed ${echoed}`);
