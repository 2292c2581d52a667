import { once } from 'node:events';
import WebSocket from 'ws';

/** The least that a receiver of plain broadcasts has to be. */
export class PlainClient {
  /** @type {(message: Buffer) => void} */
  onMessage = () => undefined;
  /** @type {WebSocket | undefined} */
  ws;

  /** @param {{ url: string }} join */
  async join({ url }) {
    this.ws = new WebSocket(url, { perMessageDeflate: false });
    this.ws.on('message', (data) => this.onMessage(/** @type {Buffer} */ (data)));
    await once(this.ws, 'open');
  }

  /** @param {string} text */
  signal(text) {
    this.ws?.send(Buffer.from(text));
  }

  close() {
    this.ws?.terminate();
  }
}
