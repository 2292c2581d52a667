import { once } from 'node:events';
import { setImmediate } from 'node:timers';
import WebSocket from 'ws';
import {
  acknowledgePacket,
  connectPacket,
  createId,
  decodePacket,
  encodePacket,
  formatClientMessage,
  messagePacket,
  messagingPath,
  messagingSocketUrl,
  parseServerPacket,
  sessionTopic,
  subscribePacket,
} from '../../dist/protocol/index.js';

/** @import { ClientMessage } from '../../dist/protocol/index.js' */

/** The least that a client of the session server has to be: it joins, acknowledges, and says something. */
export class SessionClient {
  /** @type {(message: Buffer) => void} */
  onMessage = () => undefined;
  #id = createId();
  /** @type {Map<string, (status: number) => void>} */
  #replies = new Map();
  /** @type {import('node:net').Socket | undefined} */
  #socket;
  /** @type {WebSocket | undefined} */
  ws;
  /** @type {import('../../dist/protocol/index.js').SessionAddress | undefined} */
  #address;
  #corked = false;

  /** @param {{ url: string, apiKey: string, sessionId: string, token: string }} join */
  async join({ url, apiKey, sessionId, token }) {
    const address = { partnerId: apiKey, sessionId };
    this.#address = address;
    const query = { socketId: createId(), attempt: createId(), reconnect: false };
    const base = `${url.replace('http', 'ws')}${messagingPath}`;
    const ws = new WebSocket(messagingSocketUrl(base, query), { perMessageDeflate: false });
    this.ws = ws;
    ws.once('upgrade', ({ socket }) => (this.#socket = socket));
    ws.on('message', (data) => this.#receive(/** @type {Buffer} */ (data)));
    await once(ws, 'open');
    const connect = {
      connectionId: this.#id,
      transactionId: createId(),
      notifyAddress: 'symphony.bench',
    };
    ws.send(encodePacket(connectPacket(connect)));
    ws.send(encodePacket(subscribePacket([sessionTopic(address)])));
    /** @type {ClientMessage} */
    const create = { kind: 'connection-create', connectionId: this.#id, capabilities: [] };
    const status = await this.#request(create, token);
    if (status !== 200) throw new Error(`joining was answered with ${status}`);
  }

  /** @param {string} data */
  signal(data) {
    /** @type {ClientMessage} */
    const message = { kind: 'signal', signalId: createId(), type: 'bench', data };
    this.#send(message, createId());
  }

  close() {
    this.ws?.terminate();
  }

  /**
   * @param {ClientMessage} message
   * @param {string} token
   * @returns {Promise<number>} the status
   */
  #request(message, token) {
    const transactionId = createId();
    this.#send(message, transactionId, token);
    return new Promise((resolve) => this.#replies.set(transactionId, resolve));
  }

  /**
   * @param {ClientMessage} message
   * @param {string} transactionId
   * @param {string} [token]
   */
  #send(message, transactionId, token) {
    if (!this.#address) throw new Error('join first');
    const payload = formatClientMessage(this.#address, message);
    const packet = { to: ['symphony.bench'], from: this.#id, transactionId, payload, token };
    this.ws?.send(encodePacket(messagePacket(packet)));
  }

  /** @param {Buffer} data */
  #receive(data) {
    const packet = parseServerPacket(decodePacket(data));
    if (packet.type === 'status') {
      const { transactionId = '' } = packet;
      this.#replies.get(transactionId)?.(packet.status);
      this.#replies.delete(transactionId);
    } else if (packet.type === 'message') {
      const { addresses, transactionId = '' } = packet;
      this.#cork();
      this.ws?.send(encodePacket(acknowledgePacket({ addresses, transactionId, from: this.#id })));
      this.onMessage(data);
    }
  }

  /** What is sent in a turn goes out at once: fifty clients on one machine must not starve the server they measure. */
  #cork() {
    if (this.#corked) return;
    this.#corked = true;
    this.#socket?.cork();
    setImmediate(() => {
      this.#corked = false;
      this.#socket?.uncork();
    });
  }
}
