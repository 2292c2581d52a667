import { createSessionServer } from 'webrtc-session/server';
import { runInChild } from '../child.mjs';

/**
 * Figures of whole sessions, over a server in this process.
 *
 * @param {{ connects: number, subscribes: number, warmUpHundreds: number, hundreds: number }} options how often each is done
 * @param {(line: string) => void} say
 */
export async function measureSessions({ connects, subscribes, warmUpHundreds, hundreds }, say) {
  const server = await createSessionServer();
  try {
    const { sessionId, apiKey } = await server.createSession();
    const token = await server.generateToken(sessionId);
    const join = { apiUrl: server.url, apiKey, sessionId, token };

    say('sessions: waiting times');
    const latency = await runInChild(
      new URL('latency.mjs', import.meta.url),
      { ...join, connects, subscribes },
      { timeoutMs: 120_000 },
    );
    say('sessions: a hundred in one process, again and again');
    const hundred = await runInChild(
      new URL('hundred.mjs', import.meta.url),
      { ...join, warmUpRounds: warmUpHundreds, rounds: hundreds },
      { timeoutMs: 180_000, execArgv: ['--expose-gc'] },
    );
    return {
      latency: { ...latency.report, exit: latency.exit },
      hundreds,
      hundred: { ...hundred.report, exit: hundred.exit },
    };
  } finally {
    await server.close();
  }
}
