import type { TokenClaims } from '../../protocol/index.js';

/** Longer ones are checked each time, so that what is kept has a bound. Ours have about 500 characters. */
const mostChars = 2048;

/**
 * Claims of tokens whose signatures were right. A client shows its token twice within a moment, for session info and to
 * join, and again whenever it reconnects. What changes with time is checked each time all the same.
 */
export class VerifiedTokens {
  readonly #most: number;
  readonly #claims = new Map<string, TokenClaims>();

  /** @param most How many are kept; the oldest go. */
  constructor(most = 2000) {
    this.#most = most;
  }

  get(token: string): TokenClaims | undefined {
    return this.#claims.get(token);
  }

  add(token: string, claims: TokenClaims): void {
    if (token.length > mostChars) return;
    this.#claims.set(token, claims);
    if (this.#claims.size <= this.#most) return;
    for (const oldest of this.#claims.keys()) {
      this.#claims.delete(oldest);
      return;
    }
  }
}
