import { Context } from '../../../lib/index.js';
import {
  createSessionServer,
  type SessionServer,
  type SessionServerOptions,
} from '../../../lib/server/index.js';
import { Session } from '../../../lib/client/session.js';
import type { SessionOptions } from '../../../lib/client/session-options.js';
import type { JoinOptions } from '../../browser/session-peer.js';

/** A session server of one session, and members over the native engine. Disposing it ends everything. */
export class NativeRoom implements AsyncDisposable {
  readonly server: SessionServer;
  readonly sessionId: string;
  readonly context = new Context({ lowLatency: true });

  private constructor(server: SessionServer, sessionId: string) {
    this.server = server;
    this.sessionId = sessionId;
  }

  static async open(options: SessionServerOptions = {}): Promise<NativeRoom> {
    const server = await createSessionServer(options);
    const { sessionId } = await server.createSession();
    return new NativeRoom(server, sessionId);
  }

  async join(options: SessionOptions = {}): Promise<Session> {
    const session = new Session(this.context, this.server.apiKey, this.sessionId, {
      apiUrl: this.server.url,
      iceConfig: { networks: 'loopback' },
      ...options,
    });
    await session.connect(await this.server.generateToken(this.sessionId));
    return session;
  }

  /** What somebody elsewhere joins with. */
  async invitation(): Promise<JoinOptions> {
    const { server, sessionId } = this;
    const token = await server.generateToken(sessionId);
    return { apiUrl: server.url, apiKey: server.apiKey, sessionId, token };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.context.dispose();
    await this.server.close();
  }
}
