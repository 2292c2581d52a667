import type { Logger } from 'pino';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import type { Projects } from '../projects.js';
import type { Effect } from '../sessions/effect.js';
import type { SessionRegistry } from '../sessions/session-registry.js';
import type { Session } from '../sessions/session.js';
import type { IceServers } from '../turn-credentials.js';

/** What the HTTP routes work with. */
export interface HttpContext {
  readonly projects: Projects;
  readonly sessions: SessionRegistry;
  readonly iceServers: IceServers;
  /** Rumor address of the server. */
  readonly serverAddress: string;
  readonly publicUrl: URL | undefined;
  readonly allowedOrigins: '*' | readonly string[];
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
  /** Makes the effects of an operation on a session happen. */
  readonly deliver: (session: Session, effects: readonly Effect[]) => void;
}
