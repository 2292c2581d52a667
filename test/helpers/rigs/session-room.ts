import { Context } from '../../../lib/index.js';
import { withEngine } from '../../../lib/client/internal.js';
import {
  createSessionServer,
  type GenerateTokenOptions,
  type SessionServer,
  type SessionServerOptions,
} from '../../../lib/server/index.js';
import { Session } from '../../../lib/client/session.js';
import type { SessionEvents } from '../../../lib/client/session-events.js';
import type { SessionOptions } from '../../../lib/client/session-options.js';
import { logSession, type EventLog } from './event-log.js';
import { FakeEngine } from '../fakes/fake-engine.js';

export interface Member {
  readonly session: Session;
  readonly log: EventLog<SessionEvents>;
}

/** A session server of one session, and clients over the fake engine. Disposing it ends everything. */
export class SessionRoom implements AsyncDisposable {
  readonly server: SessionServer;
  readonly sessionId: string;
  readonly engine = new FakeEngine();
  readonly context = Context[withEngine](() => this.engine);

  private constructor(server: SessionServer, sessionId: string) {
    this.server = server;
    this.sessionId = sessionId;
  }

  static async open(options: SessionServerOptions = {}): Promise<SessionRoom> {
    const server = await createSessionServer(options);
    const { sessionId } = await server.createSession();
    return new SessionRoom(server, sessionId);
  }

  token(options?: GenerateTokenOptions): Promise<string> {
    return this.server.generateToken(this.sessionId, options);
  }

  /** A session that is not connected. */
  member(options: SessionOptions = {}): Member {
    const session = new Session(this.context, this.server.apiKey, this.sessionId, {
      apiUrl: this.server.url,
      ...options,
    });
    return { session, log: logSession(session) };
  }

  /** A session that is connected. */
  async join(
    tokenOptions: GenerateTokenOptions = {},
    options: SessionOptions = {},
  ): Promise<Member> {
    const member = this.member(options);
    await member.session.connect(await this.token(tokenOptions));
    return member;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.context.dispose();
    await this.server.close();
  }
}
