/** What the bearer of a token may do. */
export type Role = 'subscriber' | 'publisher' | 'publisheronly' | 'moderator';

/** How a token is signed: T1 (HMAC-SHA1), JWT of an OpenTok project (HS256) or of an application (RS256). */
export type TokenKind = 't1' | 'project' | 'application';

/** What a token says, whichever kind it is. */
export interface TokenClaims {
  readonly kind: TokenKind;
  /** API key, or application id. */
  readonly key: string;
  readonly sessionId: string;
  readonly role: Role;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** Empty if none was given. */
  readonly connectionData: string;
  readonly initialLayoutClasses: readonly string[];
}

/** What to put into a new token. */
export interface TokenOptions {
  readonly sessionId: string;
  /** Default `publisher`. */
  readonly role?: Role | undefined;
  /** At most 1000 characters, seen by everybody in the session. Default empty. */
  readonly connectionData?: string | undefined;
  readonly initialLayoutClasses?: readonly string[] | undefined;
  /** Seconds from now, default 24 hours, at most 30 days. */
  readonly lifetimeSeconds?: number | undefined;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}
