import type { Logger } from 'pino';
import type { VideoCodec } from '../../router-options.js';
import type { JanusHandle } from './connection/janus-handle.js';
import type { JanusSession } from './connection/janus-session.js';

/** What a routed stream needs of the router it is in. */
export interface JanusAccess {
  /** The session in Janus, as soon as there is one. Rejects with the signal's reason. */
  session(signal?: AbortSignal): Promise<OpenedSession>;
  readonly videoCodecs: readonly VideoCodec[];
  /** What VideoRoom asks of who makes rooms; undefined if nothing. */
  readonly adminKey: string | undefined;
  readonly logger: Logger;
  /** Between two tries to make the same thing, milliseconds. */
  readonly retryMs: number;
}

export interface OpenedSession {
  readonly session: JanusSession;
  /** Makes rooms. */
  readonly control: JanusHandle;
}
