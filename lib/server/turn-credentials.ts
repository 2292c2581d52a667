import { createHmac } from 'node:crypto';
import type { IceServer } from '../protocol/index.js';
import type { StaticIceServer, TurnOptions } from './server-options.js';

/** Makes the ICE servers that clients are told of. */
export interface IceServers {
  /** For one connection. @param name Tells apart who uses the TURN server, e.g. a connection id. */
  issue(name: string): readonly IceServer[];
  /** Seconds for which issued credentials hold; undefined if they are not limited. */
  readonly ttlSeconds: number | undefined;
}

/** Fixed servers, and TURN servers with a time-limited credential for each connection. */
export function createIceServers(
  fixed: readonly StaticIceServer[],
  turn: Required<TurnOptions> | undefined,
  now: () => number = Date.now,
): IceServers {
  if (turn === undefined) return { issue: () => fixed, ttlSeconds: undefined };
  const { urls, secret, ttlSeconds } = turn;
  return {
    issue: (name) => {
      const expiresAt = Math.floor(now() / 1000) + ttlSeconds;
      return [...fixed, { urls, ...turnCredential(secret, expiresAt, name) }];
    },
    ttlSeconds,
  };
}

/**
 * Credential as coturn's `use-auth-secret` checks it (draft-uberti-behave-turn-rest-00): the
 * username carries the expiry, the password is the secret's HMAC-SHA1 of it.
 *
 * @param expiresAt Seconds since 1970.
 */
export function turnCredential(
  secret: string,
  expiresAt: number,
  name: string,
): { readonly username: string; readonly credential: string } {
  const username = `${expiresAt}:${name}`;
  return { username, credential: createHmac('sha1', secret).update(username).digest('base64') };
}
