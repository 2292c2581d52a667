export type { TypedEvents } from '../common/typed-events.js';
export type { Role } from '../protocol/index.js';
export type { JanusOptions, RouterOption, VideoCodec } from './router-options.js';
export { createSessionServer } from './create-session-server.js';
export type { SessionServerEvents } from './session-events.js';
export { SessionServerError } from './session-server-error.js';
export type { SessionServerErrorCode } from './session-server-error.js';
export { defaultLimits, defaultTimers } from './server-limits.js';
export type { ServerLimits, ServerTimers } from './server-limits.js';
export type {
  ApplicationProject,
  KeyProject,
  Project,
  SessionServerOptions,
  StaticIceServer,
  TurnOptions,
} from './server-options.js';
export type {
  CreatedSession,
  CreateSessionOptions,
  GenerateTokenOptions,
  MediaMode,
  PageLinkOptions,
  ProjectCredentials,
  SessionServer,
} from './session-server.js';
