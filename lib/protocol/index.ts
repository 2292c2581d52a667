export { ProtocolError } from './protocol-error.js';
export type { ProtocolErrorCode, ProtocolErrorOptions } from './protocol-error.js';
export { createId, isId } from './ids.js';
export { parseJson } from './parse-json.js';
export { formatRefusal, refusalReason } from './refusal-reason.js';
export { checkSignalData, checkSignalType, limits } from './protocol-limits.js';
export { isWellFormed, utf8Length } from './wire/utf8.js';

export { decodePacket, encodePacket } from './wire/packet-codec.js';
export { packetType } from './wire/packet-format.js';
export type {
  DecodePacketOptions,
  Packet,
  PacketInit,
  PacketOptions,
} from './wire/packet-format.js';
export * from './wire/packet-builders.js';
export { parseClientPacket } from './wire/client-packet.js';
export type { ClientPacket } from './wire/client-packet.js';
export { parseServerPacket } from './wire/server-packet.js';
export type { ServerPacket } from './wire/server-packet.js';
export * from './wire/header-names.js';

export { formatUri, parseUri, sessionTopic } from './messages/message-uri.js';
export type { ParsedUri, Resource, SessionAddress } from './messages/message-uri.js';
export { formatClientMessage } from './messages/format-client-message.js';
export { formatServerMessage } from './messages/format-server-message.js';
export { parseClientMessage } from './messages/parse-client-message.js';
export type { ParsedClientMessage } from './messages/parse-client-message.js';
export { parseServerMessage } from './messages/parse-server-message.js';
export { formatStatusPayload, parseStatusPayload } from './messages/status-payload.js';
export type { StatusResult } from './messages/status-payload.js';
export type * from './messages/client-message.js';
export type * from './messages/jsep-message.js';
export type * from './messages/session-objects.js';
export type * from './messages/server-message.js';

export {
  forceMuteExtension,
  formatSessionInfo,
  parseSessionInfo,
  subscriberPreferencesExtension,
} from './session-info.js';
export type { SessionInfo } from './session-info.js';
export * from './session-info-request.js';
export { createSessionId, parseSessionId } from './session-id.js';
export type { SessionIdOptions, SessionIdParts } from './session-id.js';

export type { Role, TokenClaims, TokenKind, TokenOptions } from './token/claims.js';
export { createApplicationToken, createProjectToken } from './token/sign-jwt.js';
export type { ApplicationCredentials } from './token/sign-jwt.js';
export { checkTokenLength, readJwt, readToken, readTokenParts } from './token/read-token.js';
export type { JwtParts } from './token/read-token.js';
export { createRestToken } from './token/rest-token.js';
export type { RestTokenOptions } from './token/rest-token.js';
export { isRole, rolePermissions } from './token/roles.js';
export { createT1Token, isT1, parseT1 } from './token/t1-token.js';
export type { ProjectCredentials } from './token/t1-token.js';
export { castBoolean } from './messages/leniency.js';
