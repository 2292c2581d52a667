import type { Logger } from 'pino';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import type { Projects } from '../projects.js';
import type { SessionDirectory } from '../ownership/session-directory.js';
import type { IceServers } from '../turn-credentials.js';

/** What the HTTP routes work with. */
export interface HttpContext {
  readonly projects: Projects;
  readonly sessions: SessionDirectory;
  readonly iceServers: IceServers;
  /** Rumor address of the server. */
  readonly serverAddress: string;
  readonly publicUrl: URL | undefined;
  readonly allowedOrigins: '*' | readonly string[];
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
}
