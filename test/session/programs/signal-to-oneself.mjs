/** Connects through PROXY_URL, prints errors and the signal that it sends itself, and leaves. */
import process from 'node:process';
import { Context, Session } from 'webrtc-session';

const { API_KEY = '', SESSION_ID = '', TOKEN = '', API_URL = '', PROXY_URL = '' } = process.env;
const session = new Session(Context.instance, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  proxyUrl: PROXY_URL,
});
session.on('error', ({ code, cause }) => {
  console.log(code, /** @type {NodeJS.ErrnoException | undefined} */ (cause)?.code);
});
session.on('signal', ({ data }) => console.log(data));
await session.connect(TOKEN).catch(() => process.exit());
await session.sendSignal('', 'heard');
await session.disconnect();
