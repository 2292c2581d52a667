import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';

export interface FakeJanusOptions {
  /** Default 1102, Debian 12's. */
  readonly version?: number;
  readonly plugins?: readonly string[];
  readonly apiSecret?: string;
  readonly adminKey?: string;
  /** Whether sessions survive their socket (`reclaim_session_timeout`). Default true. */
  readonly reclaim?: boolean;
}

/** A request that Janus got. */
export interface JanusRequest {
  readonly janus: string;
  readonly transaction: string;
  readonly session_id?: number;
  readonly handle_id?: number;
  readonly apisecret?: string;
  readonly body?: { readonly request: string; readonly [member: string]: unknown };
  readonly jsep?: { readonly type: string; readonly sdp: string };
  readonly candidate?: { readonly candidate: string };
}

interface Handle {
  readonly sessionId: number;
  room?: number;
  role?: 'publisher' | 'subscriber';
}

/** Janus with its VideoRoom plugin over a real WebSocket, as far as it is used, and with no media. */
export class FakeJanus implements AsyncDisposable {
  /** Everything that was asked for but keep-alives, in order. */
  readonly requests: JanusRequest[] = [];
  readonly rooms = new Map<number, { publisher: number | undefined; isUp: boolean }>();
  readonly handles = new Map<number, Handle>();
  /** Descriptions are answered with an error of the plugin. */
  refuses = false;
  /** Nothing is answered. */
  silent = false;
  /** Publishers' peer connections come up with their first offer. */
  connects = true;
  /** Called before something is answered; true swallows the answer. */
  intercept: (request: JanusRequest) => boolean = () => false;
  readonly #options: FakeJanusOptions;
  readonly #wss: WebSocketServer;
  readonly #sessions = new Map<number, WebSocket | undefined>();
  #ids = 1000;

  static async start(options: FakeJanusOptions = {}): Promise<FakeJanus> {
    const wss = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(wss, 'listening');
    return new FakeJanus(wss, options);
  }

  private constructor(wss: WebSocketServer, options: FakeJanusOptions) {
    this.#wss = wss;
    this.#options = options;
    wss.on('connection', (ws) => {
      ws.on('message', (data: Buffer) => {
        this.#receive(ws, JSON.parse(data.toString()) as JanusRequest);
      });
      ws.on('close', () => {
        for (const [id, socket] of this.#sessions) if (socket === ws) this.#lose(id);
      });
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#wss.address() as AddressInfo).port}/`;
  }

  /** Requests of a kind: to the plugin by the name in the body. */
  asked(name: string): JanusRequest[] {
    return this.requests.filter(({ janus, body }) => (body?.request ?? janus) === name);
  }

  /** Says something unasked of a handle. */
  say(handleId: number, message: { readonly janus: string; readonly reason?: string }): void {
    const session = this.handles.get(handleId)?.sessionId ?? 0;
    this.#sessions.get(session)?.send(JSON.stringify({ ...message, sender: handleId }));
  }

  /** The handle of the only publisher. */
  get publisher(): number {
    return this.#only('publisher');
  }

  get subscriber(): number {
    return this.#only('subscriber');
  }

  /** Closes its sockets, as a network does. */
  cut(): void {
    for (const ws of this.#wss.clients) ws.terminate();
  }

  /** Ends, and is there again with nothing of what it had. */
  restart(): void {
    this.#sessions.clear();
    this.handles.clear();
    this.rooms.clear();
    this.cut();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#wss, 'close');
    this.#wss.close();
    this.cut();
    await closed;
  }

  #only(role: Handle['role']): number {
    const found = [...this.handles].filter(([, handle]) => handle.role === role);
    const [[id] = [0]] = found;
    if (found.length !== 1) throw new Error(`there are ${found.length} handles`);
    return id;
  }

  #lose(sessionId: number): void {
    if (this.#options.reclaim === false) this.#sessions.delete(sessionId);
    else this.#sessions.set(sessionId, undefined);
  }

  #receive(ws: WebSocket, request: JanusRequest): void {
    const { janus, transaction } = request;
    if (janus !== 'keepalive') this.requests.push(request);
    if (this.silent || this.intercept(request)) return;
    const answer = this.#answer(ws, request);
    ws.send(JSON.stringify({ ...answer, transaction }));
    if (request.body?.request === 'publish' && this.connects) this.connect(request.handle_id);
  }

  /** The publisher's peer connection comes up. */
  connect(publisher = this.publisher): void {
    const room = this.rooms.get(this.handles.get(publisher)?.room ?? 0);
    if (room !== undefined) room.isUp = true;
    this.say(publisher, { janus: 'webrtcup' });
  }

  #answer(ws: WebSocket, request: JanusRequest): object {
    const { janus, session_id: sessionId = 0, handle_id: handleId = 0, apisecret } = request;
    const { version = 1102, plugins = ['janus.plugin.videoroom'], apiSecret } = this.#options;
    if (janus === 'info') {
      const known = Object.fromEntries(plugins.map((name) => [name, {}]));
      return { janus: 'server_info', version, version_string: String(version), plugins: known };
    }
    if (apisecret !== apiSecret) return refusal(403, 'Unauthorized request');
    if (janus === 'create') {
      const id = this.#ids++;
      this.#sessions.set(id, ws);
      return { janus: 'success', data: { id } };
    }
    if (!this.#sessions.has(sessionId)) return refusal(458, `No such session ${sessionId}`);
    switch (janus) {
      case 'claim':
        this.#sessions.set(sessionId, ws);
        return { janus: 'success' };
      case 'attach': {
        const id = this.#ids++;
        this.handles.set(id, { sessionId });
        return { janus: 'success', data: { id } };
      }
      case 'detach':
        this.handles.delete(handleId);
        return { janus: 'success' };
      case 'message':
        return this.#ask(handleId, request);
      default:
        return { janus: 'ack' };
    }
  }

  #ask(handleId: number, { body, jsep }: JanusRequest): object {
    const handle = this.handles.get(handleId);
    if (handle === undefined) return refusal(459, `No such handle ${handleId}`);
    const error = (code: number, text: string): object =>
      event({ videoroom: 'event', error_code: code, error: text });
    if (jsep !== undefined && this.refuses) return error(465, 'Invalid SDP');
    switch (body?.request) {
      case 'create': {
        const { adminKey } = this.#options;
        if (body['admin_key'] !== adminKey) return error(433, 'Unauthorized (wrong admin_key)');
        const room = this.#ids++;
        this.rooms.set(room, { publisher: undefined, isUp: false });
        return event({ videoroom: 'created', room });
      }
      case 'destroy':
        this.rooms.delete(body['room'] as number);
        return event({ videoroom: 'destroyed' });
      case 'join':
        return this.#join(handleId, handle, body);
      case 'publish':
        return event({ videoroom: 'event' }, { type: 'answer', sdp: 'answer' });
      case 'configure':
        if (body['restart'] === true) return event({}, { type: 'offer', sdp: 'offer restarted' });
        return event({}, jsep && { type: 'answer', sdp: 'answer restarted' });
      default:
        return event({ videoroom: 'event' });
    }
  }

  #join(handleId: number, handle: Handle, body: Record<string, unknown>): object {
    const room = this.rooms.get(body['room'] as number);
    if (room === undefined) return event({ error_code: 426, error: 'No such room' });
    handle.room = body['room'] as number;
    handle.role = body['ptype'] as 'publisher' | 'subscriber';
    if (handle.role === 'publisher') {
      room.publisher = handleId;
      return event({ videoroom: 'joined', id: handleId });
    }
    if (!room.isUp) return event({ error_code: 428, error: 'No such feed' });
    const streams = [
      { type: 'audio', mid: '0' },
      { type: 'video', mid: '1' },
    ];
    return event({ videoroom: 'attached', streams }, { type: 'offer', sdp: 'offer' });
  }
}

function event(data: object, jsep?: object): object {
  return { janus: 'event', plugindata: { data }, ...(jsep && { jsep }) };
}

function refusal(code: number, reason: string): object {
  return { janus: 'error', error: { code, reason } };
}
