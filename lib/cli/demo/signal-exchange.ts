import type { Connection, Session } from '../../index.js';
import { nowUs } from '../../measure/now-us.js';
import type { SignalTotals } from './processes/process-messages.js';

const intervalMs = 500;
/** An answer that takes longer is lost; on a busy machine it may be a second late. */
const answerMs = 10_000;

/**
 * Signals with the other side: a `ping` twice a second, addressed to it, and a `pong` for each of its own. Counting
 * starts when the other connects.
 */
export class SignalExchange implements Disposable {
  readonly #session: Session;
  readonly #sentAt = new Map<string, number>();
  readonly #rttsMs: number[] = [];
  #other: Connection | undefined;
  #timer: NodeJS.Timeout | undefined;
  #onAnswered: (() => void) | undefined;
  #number = 0;
  #sent = 0;
  #received = 0;

  constructor(session: Session) {
    this.#session = session;
    session.on('connectionCreated', ({ connection }) => {
      this.#other = connection;
      this.#timer ??= setInterval(() => {
        this.#ping();
      }, intervalMs);
    });
    session.on('signal', ({ type, data, connection }) => {
      this.#received += 1;
      if (type === 'ping' && connection) this.#send('pong', data, connection);
      if (type === 'pong') this.#answered(data);
    });
  }

  get totals(): SignalTotals {
    return { sent: this.#sent, received: this.#received, rttsMs: this.#rttsMs };
  }

  /** Sends no more pings and waits for the answers to those that are under way. */
  async drain(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#sentAt.size === 0) return;
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, answerMs);
      this.#onAnswered = () => {
        clearTimeout(limit);
        resolve();
      };
    });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #ping(): void {
    if (!this.#other) return;
    this.#number += 1;
    const data = String(this.#number);
    this.#sentAt.set(data, nowUs());
    this.#send('ping', data, this.#other);
  }

  #send(type: string, data: string, to: Connection): void {
    this.#sent += 1;
    // A failure is the session's `error` event as well, and the missing answer shows in the figures.
    this.#session.sendSignal(type, data, { to }).catch(() => undefined);
  }

  #answered(data: string): void {
    const sentAt = this.#sentAt.get(data);
    if (sentAt === undefined) return;
    this.#rttsMs.push((nowUs() - sentAt) / 1000);
    this.#sentAt.delete(data);
    if (this.#sentAt.size === 0) this.#onAnswered?.();
  }
}
