import { checkTokenLength, ProtocolError, readJwt } from '../../protocol/index.js';
import type { TokenKind } from '../../protocol/index.js';
import { settled, verifySignature, type VerifyOptions } from './verify-token.js';

/** Who makes a REST call. */
export interface RestCaller {
  readonly kind: Exclude<TokenKind, 't1'>;
  /** API key, or application id. */
  readonly key: string;
}

/**
 * Checks the JWT of a REST call. A client's session token, though signed with the same secret, is
 * refused: whoever may join a session may not administer the project.
 *
 * @throws ProtocolError `token-*`.
 */
export function verifyRestToken(token: string, options: VerifyOptions): Promise<RestCaller> {
  return settled(() => {
    checkTokenLength(token);
    const jwt = readJwt(token);
    const { kind, key, payload } = jwt;
    verifySignature(token, { kind, key, jwt }, options);
    if (payload['exp'] === undefined) {
      throw new ProtocolError('token-malformed', "token's exp is missing", { field: 'exp' });
    }
    const isProject = kind === 'application' || payload['ist'] === 'project';
    if (!isProject || 'session_id' in payload || 'scope' in payload) {
      throw new ProtocolError('token-scope', 'token is not for REST calls', { field: 'scope' });
    }
    return { kind, key };
  });
}
