import { Context, Session } from '../../index.js';
import type { JoinConfig } from './processes/process-messages.js';
import { SignalExchange } from './signal-exchange.js';
import { abortOf } from './processes/waiting.js';

/** A session as both roles use it. */
export interface Joined extends Disposable {
  readonly context: Context;
  readonly session: Session;
  readonly signals: SignalExchange;
  /** Rejects with the first `error` event, or when the role is to end. Never resolves. */
  readonly failed: Promise<never>;
}

/** Everything but connecting, so that handlers can be attached first. Media stays on the loopback interface. */
export function prepareSession(config: JoinConfig, signal: AbortSignal): Joined {
  const { apiUrl, apiKey, sessionId, lowLatency } = config;
  const context = new Context({ audio: 'virtual', lowLatency });
  const session = new Session(context, apiKey, sessionId, {
    apiUrl,
    iceConfig: { networks: 'loopback' },
  });
  const signals = new SignalExchange(session);
  const failed = Promise.race([
    abortOf(signal),
    new Promise<never>((_resolve, reject) => {
      session.on('error', reject);
    }),
  ]);
  failed.catch(() => undefined);
  return {
    context,
    session,
    signals,
    failed,
    [Symbol.dispose]() {
      signals[Symbol.dispose]();
      session.dispose();
      context.dispose();
    },
  };
}

/** How many milliseconds an operation takes, and what it results in. */
export async function timed<T>(operation: Promise<T>): Promise<{ ms: number; result: T }> {
  const started = performance.now();
  const result = await operation;
  return { ms: performance.now() - started, result };
}
