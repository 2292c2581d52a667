export { ProtocolError } from './errors.js';
export type { ProtocolErrorCode, ProtocolErrorOptions } from './errors.js';
export { createId, isId } from './ids.js';
export { parseJson } from './json.js';
export { checkSignalData, checkSignalType, limits } from './limits.js';
export { isWellFormed, utf8Length } from './text.js';

export { decodeFrame, encodeFrame } from './frame.js';
export { frameType } from './frame-types.js';
export type { DecodeFrameOptions, Frame, FrameInit, FrameOptions } from './frame-types.js';
export * from './frame-builders.js';
export { parseClientFrame } from './client-frame.js';
export type { ClientFrame } from './client-frame.js';
export { parseServerFrame } from './server-frame.js';
export type { ServerFrame } from './server-frame.js';
export * from './headers.js';

export { formatUri, parseUri, sessionTopic } from './uri.js';
export type { ParsedUri, Resource, SessionAddress } from './uri.js';
export { formatClientMessage } from './messages/format-client-message.js';
export { formatServerMessage } from './messages/format-server-message.js';
export { parseClientMessage } from './messages/parse-client-message.js';
export type { ParsedClientMessage } from './messages/parse-client-message.js';
export { parseServerMessage } from './messages/parse-server-message.js';
export { formatStatusPayload, parseStatusPayload } from './messages/status-payload.js';
export type { StatusResult } from './messages/status-payload.js';
export type * from './messages/client-message.js';
export type * from './messages/jsep.js';
export type * from './messages/objects.js';
export type * from './messages/server-message.js';

export { forceMuteExtension, formatSessionInfo, parseSessionInfo } from './session-info.js';
export type { SessionInfo } from './session-info.js';
export * from './session-info-request.js';
export { createSessionId, parseSessionId } from './session-id.js';
export type { SessionIdOptions, SessionIdParts } from './session-id.js';

export type { Role, TokenClaims, TokenKind, TokenOptions } from './token/claims.js';
export { createApplicationToken, createProjectToken } from './token/jwt.js';
export type { ApplicationCredentials } from './token/jwt.js';
export { readToken } from './token/read.js';
export { createRestToken, verifyRestToken } from './token/rest.js';
export type { RestCaller, RestTokenOptions } from './token/rest.js';
export { isRole, rolePermissions } from './token/roles.js';
export { createT1Token } from './token/t1.js';
export type { ProjectCredentials } from './token/t1.js';
export { verifyToken } from './token/verify.js';
export type { FindTokenKey, TokenKey, VerifyOptions, VerifyTokenOptions } from './token/verify.js';
