import type { ServerLimits, ServerTimers } from '../../lib/server/index.js';
import type { Target } from './target.js';
import type { Tally } from './tally.js';

/** What one attacker does to a server, and what is to come of it. */
export interface Attack {
  /** Who does it: a stranger has no token, a member has a publisher's, a project has an API key and its secret. */
  readonly by: 'stranger' | 'member' | 'project';
  /** Until the tally is over, as hard as it can. */
  readonly run: (target: Target, tally: Tally) => Promise<void>;
  /** What has to be in the tally at least, by name: that it was tried, and how it was refused. */
  readonly shows: Readonly<Record<string, number>>;
  /** Names of which the tally must have none: what would be a success. */
  readonly never?: readonly string[];
  /** Where the bystander is. Default `elsewhere`: in a session of another project. */
  readonly bystander?: 'elsewhere' | 'in the same session';
  /** Those of the server, small enough to be met within a few seconds. */
  readonly limits?: Partial<ServerLimits>;
  readonly timers?: Partial<ServerTimers>;
  /** What the server's process may take at its peak, MB; an idle one takes about 100. Default 320. */
  readonly memoryMb?: number;
}
