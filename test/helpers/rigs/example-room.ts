import type { Connection } from '../../../lib/client/connection.js';
import { Context } from '../../../lib/index.js';
import {
  createSessionServer,
  type GenerateTokenOptions,
  type SessionServer,
} from '../../../lib/server/index.js';
import { Session } from '../../../lib/client/session.js';
import type { SessionEvents } from '../../../lib/client/session-events.js';
import { logSession, type EventLog } from './event-log.js';
import type { ProcessOptions, ProcessResult } from '../processes/node-process.js';
import { runExample } from '../processes/run-example.js';

export interface RunOptions extends ProcessOptions {
  /** Default: the server's. */
  readonly apiUrl?: string;
  readonly role?: 'publisher' | 'moderator';
}

/** A server with one session, an example in a process of its own, and a client over real media to meet it. */
export class ExampleRoom implements AsyncDisposable {
  readonly server: SessionServer;
  readonly sessionId: string;
  readonly context = new Context({ lowLatency: true });
  readonly peer: Session;
  readonly log: EventLog<SessionEvents>;

  private constructor(server: SessionServer, sessionId: string) {
    this.server = server;
    this.sessionId = sessionId;
    this.peer = new Session(this.context, server.apiKey, sessionId, {
      apiUrl: server.url,
      iceConfig: { networks: 'loopback' },
    });
    this.log = logSession(this.peer);
  }

  static async open(): Promise<ExampleRoom> {
    const server = await createSessionServer();
    const { sessionId } = await server.createSession();
    const room = new ExampleRoom(server, sessionId);
    await room.peer.connect(await room.token({ data: 'Ann' }));
    return room;
  }

  token(options: GenerateTokenOptions): Promise<string> {
    return this.server.generateToken(this.sessionId, options);
  }

  async run(
    name: string,
    { apiUrl = this.server.url, role = 'publisher', env = {}, ...options }: RunOptions = {},
  ): Promise<ProcessResult> {
    const credentials = {
      API_URL: apiUrl,
      API_KEY: this.server.apiKey,
      SESSION_ID: this.sessionId,
      TOKEN: await this.token({ data: 'example', role }),
    };
    return runExample(name, { ...options, env: { ...credentials, ...env } });
  }

  /** Has a moderator end the example, as its user would with Ctrl-C. */
  async dismiss(connection: Connection): Promise<void> {
    const moderator = new Session(this.context, this.server.apiKey, this.sessionId, {
      apiUrl: this.server.url,
    });
    await moderator.connect(await this.token({ role: 'moderator' }));
    await moderator.forceDisconnect(connection);
    moderator.dispose();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.context.dispose();
    await this.server.close();
  }
}
