export type { Role } from '../protocol/index.js';
export { createSessionServer } from './server.js';
export { SessionServerError } from './errors.js';
export type { SessionServerErrorCode } from './errors.js';
export { defaultLimits, defaultTimers } from './limits.js';
export type { ServerLimits, ServerTimers } from './limits.js';
export type {
  ApplicationProject,
  KeyProject,
  Project,
  SessionServerOptions,
  StaticIceServer,
  TurnOptions,
} from './options.js';
export type {
  CreatedSession,
  CreateSessionOptions,
  GenerateTokenOptions,
  MediaMode,
  ProjectCredentials,
  SessionServer,
} from './session-server.js';
