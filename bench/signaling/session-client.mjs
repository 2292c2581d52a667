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

/** The least that a client of the session server has to be: it joins, acknowledges, and says something. */
export class SessionClient {
  /** @type {(message: Buffer) => void} */
  onMessage = () => undefined;
  #id = createId();
  #replies = new Map();
  #socket;
  #corked = false;

  /** @param {{ url: string, apiKey: string, sessionId: string, token: string }} join */
  async join({ url, apiKey, sessionId, token }) {
    this.address = { partnerId: apiKey, sessionId };
    const query = { socketId: createId(), attempt: createId(), reconnect: false };
    const base = `${url.replace('http', 'ws')}${messagingPath}`;
    this.ws = new WebSocket(messagingSocketUrl(base, query), { perMessageDeflate: false });
    this.ws.once('upgrade', ({ socket }) => (this.#socket = socket));
    this.ws.on('message', (data) => this.#receive(data));
    await once(this.ws, 'open');
    const connect = {
      connectionId: this.#id,
      transactionId: createId(),
      notifyAddress: 'symphony.bench',
    };
    this.ws.send(encodePacket(connectPacket(connect)));
    this.ws.send(encodePacket(subscribePacket([sessionTopic(this.address)])));
    const create = { kind: 'connection-create', connectionId: this.#id, capabilities: [] };
    const status = await this.#request(create, token);
    if (status !== 200) throw new Error(`joining was answered with ${status}`);
  }

  /** @param {string} data */
  signal(data) {
    const message = { kind: 'signal', signalId: createId(), type: 'bench', data };
    this.#send(message, createId());
  }

  close() {
    this.ws.terminate();
  }

  #request(message, token) {
    const transactionId = createId();
    this.#send(message, transactionId, token);
    return new Promise((resolve) => this.#replies.set(transactionId, resolve));
  }

  #send(message, transactionId, token) {
    const payload = formatClientMessage(this.address, message);
    const frame = { to: ['symphony.bench'], from: this.#id, transactionId, payload, token };
    this.ws.send(encodePacket(messagePacket(frame)));
  }

  #receive(data) {
    const { type, addresses, transactionId, status } = parseServerPacket(decodePacket(data));
    if (type === 'status') {
      this.#replies.get(transactionId)?.(status);
      this.#replies.delete(transactionId);
    } else if (type === 'message') {
      this.#cork();
      this.ws.send(encodePacket(acknowledgePacket({ addresses, transactionId, from: this.#id })));
      this.onMessage(data);
    }
  }

  /** What is sent in a turn goes out at once: fifty clients on one machine must not starve the server they measure. */
  #cork() {
    if (this.#corked) return;
    this.#corked = true;
    this.#socket.cork();
    setImmediate(() => {
      this.#corked = false;
      this.#socket.uncork();
    });
  }
}
