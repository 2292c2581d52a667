import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  acknowledgePacket,
  connectPacket,
  createId,
  decodePacket,
  encodePacket,
  formatClientMessage,
  limits,
  messagePacket,
  messagingPath,
  messagingSocketUrl,
  parseServerPacket,
  sessionTopic,
  subscribePacket,
} from '../../lib/protocol/index.js';
import type { ClientMessage, PacketInit, ServerPacket } from '../../lib/protocol/index.js';
import type { Target } from './target.js';

type MessagePacket = Extract<ServerPacket, { type: 'message' }>;

/** A client of packets that keeps nothing of what it is told, so that it can be told much. */
export class AttackClient {
  readonly connectionId = createId();
  readonly ws: WebSocket;
  /** Told of each message that answers nothing. */
  onMessage: (packet: MessagePacket) => void = () => undefined;
  readonly #target: Target;
  readonly #answers = new Map<string, (status: number) => void>();
  readonly #closed: Promise<number>;

  private constructor(target: Target, resumable: boolean) {
    this.#target = target;
    const base = `${target.url.replace('http', 'ws')}${messagingPath}`;
    const query = { socketId: createId(), reconnect: false, attempt: createId() };
    this.ws = new WebSocket(resumable ? messagingSocketUrl(base, query) : base, {
      localAddress: target.from,
      perMessageDeflate: false,
    });
    this.ws.on('message', (data: Buffer) => {
      this.#receive(data);
    });
    this.#closed = new Promise((resolve) => {
      this.ws.on('close', (code) => {
        for (const answer of this.#answers.values()) answer(0);
        this.#answers.clear();
        resolve(code);
      });
    });
    this.ws.on('error', () => undefined);
  }

  /** A socket that has sent nothing; rejects with what the server says against it. */
  static async open(target: Target, resumable = false): Promise<AttackClient> {
    const client = new AttackClient(target, resumable);
    await once(client.ws, 'open');
    return client;
  }

  /** @param resumable Whether its events are kept for it until it acknowledges them. */
  static async join(target: Target, resumable = false): Promise<AttackClient> {
    const client = await AttackClient.open(target, resumable);
    client.connect();
    const status = await client.create(await target.token());
    if (status !== 200) {
      client.ws.terminate();
      throw new Error(`joining: ${status}`);
    }
    return client;
  }

  /** The code that its socket was closed with. */
  get closed(): Promise<number> {
    return this.#closed;
  }

  connect(): void {
    const { connectionId } = this;
    this.send(connectPacket({ connectionId, transactionId: createId(), notifyAddress: 'x' }));
    this.send(subscribePacket([sessionTopic(this.#address)]));
  }

  /** The request that joins; its status, 0 if the socket closes first. */
  create(token: string): Promise<number> {
    const { connectionId } = this;
    return this.request({ kind: 'connection-create', connectionId, capabilities: [] }, token);
  }

  request(message: ClientMessage, token?: string): Promise<number> {
    return this.requestRaw(formatClientMessage(this.#address, message), token);
  }

  requestRaw(payload: string, token?: string): Promise<number> {
    const transactionId = createId();
    const { connectionId: from } = this;
    this.send(messagePacket({ to: ['symphony.x'], from, transactionId, payload, token }));
    return this.#answer(transactionId);
  }

  /** Resolves to 200 when the session's state has come. */
  read(): Promise<number> {
    return this.request({ kind: 'session-read' });
  }

  signal(data: string, to?: string): Promise<number> {
    const receiver = to === undefined ? {} : { to };
    return this.request({ kind: 'signal', signalId: createId(), type: '', data, ...receiver });
  }

  send(packet: PacketInit): void {
    if (this.ws.readyState === WebSocket.OPEN) this.ws.send(encodePacket(packet));
  }

  get #address() {
    return { partnerId: this.#target.project.apiKey, sessionId: this.#target.sessionId };
  }

  #answer(transactionId: string): Promise<number> {
    return new Promise((resolve) => {
      if (this.ws.readyState !== WebSocket.OPEN) {
        resolve(0);
        return;
      }
      this.#answers.set(transactionId, resolve);
    });
  }

  #receive(data: Buffer): void {
    const packet = parseServerPacket(
      decodePacket(data, { maxPacketBytes: limits.serverPacketBytes }),
    );
    if (packet.type !== 'status' && packet.type !== 'message') return;
    const { transactionId = '' } = packet;
    const answer = this.#answers.get(transactionId);
    if (answer !== undefined) {
      this.#answers.delete(transactionId);
      answer(packet.type === 'status' ? packet.status : 200);
      return;
    }
    if (packet.type !== 'message') return;
    const { addresses } = packet;
    this.send(acknowledgePacket({ addresses, transactionId, from: this.connectionId }));
    this.onMessage(packet);
  }
}
