import { createRequire } from 'node:module';

type Callback = (error: unknown, result?: unknown) => void;
type Method = (...args: unknown[]) => unknown;

/** The SDK has no types and calls back; this is what the tests use of it. */
const OpenTok = createRequire(import.meta.url)('opentok') as new (
  apiKey: string,
  secret: string,
  apiUrl: string,
) => Readonly<Record<string, Method>>;

/** The official server SDK, pointed at a server of ours. */
export class OpenTokSdk {
  readonly #sdk: Readonly<Record<string, Method>>;

  constructor(apiKey: string, secret: string, apiUrl: string) {
    this.#sdk = new OpenTok(apiKey, secret, apiUrl);
  }

  /** Calls a method that takes a callback last. */
  call(name: string, ...args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const done: Callback = (error, result) => {
        if (error === null || error === undefined) resolve(result);
        else reject(error instanceof Error ? error : new Error(JSON.stringify(error)));
      };
      this.#method(name)(...args, done);
    });
  }

  async createSession(options: object): Promise<string> {
    return ((await this.call('createSession', options)) as { sessionId: string }).sessionId;
  }

  generateToken(sessionId: string, options: object = {}, t1 = false): string {
    return this.#method('generateToken')(sessionId, options, t1) as string;
  }

  #method(name: string): Method {
    const method = this.#sdk[name];
    if (method === undefined) throw new TypeError(`the SDK has no ${name}`);
    return method.bind(this.#sdk);
  }
}
