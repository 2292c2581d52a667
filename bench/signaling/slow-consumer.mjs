import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSessionServer } from 'webrtc-session/server';
import { stampedText } from './messages.mjs';
import { SessionClient } from './session-client.mjs';

const textBytes = 8000;
const perTick = 20;
const tickMs = 25;
/** Far beyond what the server is to hold for one client. */
const enoughMb = 256;

/**
 * A client that stops reading, in a session in which much is said.
 *
 * @returns {Promise<{ sentMb: number, code: number, cutOff: boolean, speakerOpen: boolean }>} what had been said when the
 *   others were told that it is gone, and the code that its socket was closed with
 */
export async function measureSlowConsumer() {
  const server = await createSessionServer();
  const { sessionId, apiKey } = await server.createSession();
  const join = { url: server.url, apiKey, sessionId, token: await server.generateToken(sessionId) };
  const [speaker, slow] = [new SessionClient(), new SessionClient()];
  try {
    await speaker.join(join);
    await slow.join(join);
    const { ws } = slow;
    if (!ws) throw new Error('the client has no socket');
    let bytes = 0;
    let cutOff = false;
    speaker.onMessage = (message) => {
      bytes += message.length;
      cutOff ||= message.includes('"method":"deleted"');
    };
    // It is a good client at first: one that never acknowledged anything could lose old messages instead.
    speaker.signal(stampedText(textBytes));
    await once(ws, 'message');
    ws.pause();
    while (!cutOff && bytes < enoughMb * 2 ** 20) {
      for (let i = 0; i < perTick; i++) speaker.signal(stampedText(textBytes));
      await sleep(tickMs);
    }
    const closed = once(ws, 'close');
    ws.resume();
    const [code] = cutOff ? await closed : [];
    const speakerOpen = speaker.ws?.readyState === ws.OPEN;
    return { sentMb: bytes / 2 ** 20, code, cutOff, speakerOpen };
  } finally {
    speaker.close();
    slow.close();
    await server.close();
  }
}
