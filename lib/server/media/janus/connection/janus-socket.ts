import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { onAbort } from '../../../../common/on-abort.js';
import { JanusLost, JanusRefusal } from './janus-error.js';
import { parseJanusMessage, type JanusMessage } from './janus-message.js';

export interface JanusSocketOptions {
  /** `ws://`, `wss://` or `ws+unix:`. */
  readonly address: string;
  /** What Janus asks of everybody; undefined if nothing. */
  readonly apiSecret: string | undefined;
  /** For the socket to open, and for each answer, milliseconds. */
  readonly requestMs: number;
  /** Closes it when it is aborted, also while it opens. */
  readonly signal: AbortSignal;
}

/** The protocol's name; a server that does not speak it is no Janus. */
const subprotocol = 'janus-protocol';

/** Larger than any session description. */
const maxMessageBytes = 4 * 1024 * 1024;

interface Waiting {
  readonly resolve: (message: JanusMessage) => void;
  readonly reject: (error: Error) => void;
  /** Whether the answer is another message than the acknowledgement. */
  readonly pastAck: boolean;
  readonly deadline: NodeJS.Timeout;
}

/** One WebSocket to Janus, and the requests that wait for its answers. */
export class JanusSocket {
  /** Takes what was not asked for. */
  onEvent: (message: JanusMessage) => void = () => undefined;
  /** Resolves when the socket is gone, by whatever way. */
  readonly closed: Promise<void>;
  readonly #ws: WebSocket;
  readonly #options: JanusSocketOptions;
  readonly #waiting = new Map<string, Waiting>();

  /** @throws Error as `ws` has it, with the system's `code` if there is one. */
  static async open(options: JanusSocketOptions): Promise<JanusSocket> {
    const ws = new WebSocket(options.address, subprotocol, {
      handshakeTimeout: options.requestMs,
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
    });
    const socket = new JanusSocket(ws, options);
    const forgetSignal = onAbort(options.signal, () => {
      ws.terminate();
    });
    void socket.closed.then(forgetSignal);
    await new Promise<void>((resolve, reject) => {
      ws.once('open', resolve).once('error', reject);
    });
    return socket;
  }

  private constructor(ws: WebSocket, options: JanusSocketOptions) {
    this.#ws = ws;
    this.#options = options;
    ws.on('message', (data: Buffer) => {
      this.#receive(data.toString());
    });
    // What happened shows in `closed`.
    ws.on('error', () => undefined);
    this.closed = new Promise((resolve) => {
      ws.once('close', () => {
        this.#rejectAll();
        resolve();
      });
    });
  }

  /**
   * @throws JanusRefusal
   * @throws JanusLost if the socket closes, or no answer comes in time.
   */
  request(message: { readonly janus: string; readonly [member: string]: unknown }) {
    const { apiSecret, requestMs } = this.#options;
    const transaction = randomUUID();
    return new Promise<JanusMessage>((resolve, reject) => {
      if (this.#ws.readyState !== WebSocket.OPEN) {
        reject(new JanusLost('the connection to Janus is lost'));
        return;
      }
      const deadline = setTimeout(() => {
        this.#waiting.delete(transaction);
        reject(new JanusLost(`Janus did not answer ${message.janus} within ${requestMs} ms`));
      }, requestMs);
      // What goes to a plugin is acknowledged at once and answered later.
      const pastAck = message.janus === 'message';
      this.#waiting.set(transaction, { resolve, reject, pastAck, deadline });
      const secret = apiSecret === undefined ? {} : { apisecret: apiSecret };
      this.#ws.send(JSON.stringify({ ...message, transaction, ...secret }));
    });
  }

  /** At once, without a farewell. */
  close(): void {
    this.#ws.terminate();
  }

  #receive(text: string): void {
    const message = parseJanusMessage(text);
    if (message === undefined) return;
    const { transaction, error } = message;
    const waiting = transaction === undefined ? undefined : this.#waiting.get(transaction);
    if (transaction === undefined || waiting === undefined) {
      this.onEvent(message);
      return;
    }
    if (waiting.pastAck && message.janus === 'ack') return;
    this.#waiting.delete(transaction);
    clearTimeout(waiting.deadline);
    if (error === undefined) waiting.resolve(message);
    else waiting.reject(new JanusRefusal(error.code, error.reason));
  }

  #rejectAll(): void {
    for (const { reject, deadline } of this.#waiting.values()) {
      clearTimeout(deadline);
      reject(new JanusLost('the connection to Janus is lost'));
    }
    this.#waiting.clear();
  }
}
