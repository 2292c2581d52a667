import { JanusHandle } from './janus-handle.js';
import { JanusLost, JanusRefusal } from './janus-error.js';
import type { JanusMessage } from './janus-message.js';
import type { JanusSocket } from './janus-socket.js';

export type JanusRequest = Readonly<Record<string, unknown>> & { readonly janus: string };

/** What Janus says when it knows no such session. */
const noSuchSession = 458;

/**
 * A session in Janus, which outlives the socket it was made over for a while: what is in it goes on, and the next socket
 * can claim it.
 */
export class JanusSession {
  readonly #id: number;
  readonly #handles = new Map<number, JanusHandle>();
  /** Requests that are to be made as soon as there is a socket. */
  readonly #kept = new Set<JanusRequest>();
  #socket: JanusSocket | undefined;
  #ended = false;

  /** @throws JanusRefusal, e.g. because of the secret, or JanusLost. */
  static async create(socket: JanusSocket): Promise<JanusSession> {
    const { data } = await socket.request({ janus: 'create' });
    const session = new JanusSession(data?.id ?? 0);
    session.#use(socket);
    return session;
  }

  private constructor(id: number) {
    this.#id = id;
  }

  /** Whether Janus has forgotten it, or is another Janus. */
  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Goes on over another socket.
   *
   * @returns False if Janus does not have it any more.
   */
  async claim(socket: JanusSocket): Promise<boolean> {
    try {
      await socket.request({ janus: 'claim', session_id: this.#id });
    } catch (error) {
      if (error instanceof JanusRefusal && error.code === noSuchSession) return false;
      throw error;
    }
    this.#use(socket);
    for (const request of this.#kept) this.#send(request);
    return true;
  }

  /** Everything in it is gone. */
  end(): void {
    this.#ended = true;
    this.#socket = undefined;
    this.#handles.clear();
    this.#kept.clear();
  }

  /** Tells Janus that somebody is there. @throws JanusRefusal, JanusLost. */
  async keepAlive(): Promise<void> {
    await this.request({ janus: 'keepalive' });
  }

  /** @throws JanusRefusal, JanusLost. */
  async attach(): Promise<JanusHandle> {
    const request = { janus: 'attach', plugin: 'janus.plugin.videoroom' };
    const { data } = await this.request(request);
    const handle = new JanusHandle(this, data?.id ?? 0);
    this.#handles.set(handle.id, handle);
    return handle;
  }

  /** @throws JanusRefusal, JanusLost. */
  request(message: JanusRequest): Promise<JanusMessage> {
    if (this.#socket === undefined) {
      return Promise.reject(new JanusLost('the connection to Janus is lost'));
    }
    return this.#socket.request({ ...message, session_id: this.#id });
  }

  /** A request whose answer nobody waits for, and which may be made twice. It waits for a socket. */
  post(message: JanusRequest): void {
    if (this.#ended) return;
    this.#kept.add(message);
    if (this.#socket !== undefined) this.#send(message);
  }

  /** Its events are not wanted any more. */
  forget(handleId: number): void {
    this.#handles.delete(handleId);
  }

  #send(message: JanusRequest): void {
    this.request(message).then(
      () => this.#kept.delete(message),
      (error: unknown) => {
        // Otherwise it is made again over the next socket.
        if (error instanceof JanusRefusal) this.#kept.delete(message);
      },
    );
  }

  #use(socket: JanusSocket): void {
    this.#socket = socket;
    socket.onEvent = (message) => {
      this.#handles.get(message.sender ?? 0)?.onEvent(message);
    };
    void socket.closed.then(() => {
      if (this.#socket === socket) this.#socket = undefined;
    });
  }
}
