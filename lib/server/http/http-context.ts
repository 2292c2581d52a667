import type { Logger } from 'pino';
import type { ServerLimits, ServerTimers } from '../server-limits.js';
import type { TrustedProxies } from './trusted-proxies.js';
import type { AllowedOrigins } from '../origins.js';
import type { Pipelines } from './pipelines.js';
import type { MediaRouter } from '../media/media-router.js';
import type { PageParts } from './page/page-routes.js';
import type { ClientAddresses } from '../client-addresses.js';
import type { Warnings } from '../warnings.js';
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
  readonly trustedProxies: TrustedProxies;
  /** PEM; undefined for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly allowedOrigins: AllowedOrigins;
  /** Of routed sessions; undefined if there is none. */
  readonly router: MediaRouter | undefined;
  /** Undefined if the page is not served. */
  readonly page: PageParts | undefined;
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
  readonly warnings: Warnings;
  readonly addresses: ClientAddresses;
  readonly pipelines: Pipelines;
}
