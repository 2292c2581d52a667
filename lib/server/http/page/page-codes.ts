import { randomInt } from 'node:crypto';

/** What a page gets for its code. */
export interface PageGrant {
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
}

/** No letters that are taken for digits, or for each other. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
/** 31^10: nobody finds one by trying. */
const codeChars = 10;

export interface PageCodesOptions {
  /** How long a code can be used, milliseconds. */
  readonly lifetimeMs: number;
  /** Codes kept; the oldest is dropped for one more. */
  readonly max: number;
}

/** Codes that are exchanged for a token, each once: what stands in a URL is short, and of no use afterwards. */
export class PageCodes {
  readonly #options: PageCodesOptions;
  readonly #grants = new Map<string, { readonly grant: PageGrant; readonly until: number }>();

  constructor(options: PageCodesOptions) {
    this.#options = options;
  }

  add(grant: PageGrant): string {
    const [oldest] = this.#grants.keys();
    if (oldest !== undefined && this.#grants.size >= this.#options.max) this.#grants.delete(oldest);
    const letters = Array.from({ length: codeChars }, () => alphabet[randomInt(alphabet.length)]);
    const code = letters.join('');
    this.#grants.set(code, { grant, until: performance.now() + this.#options.lifetimeMs });
    return code;
  }

  /** Undefined if there is no such code, or not any more. */
  take(code: string): PageGrant | undefined {
    const entry = this.#grants.get(code);
    this.#grants.delete(code);
    return entry !== undefined && entry.until > performance.now() ? entry.grant : undefined;
  }
}
