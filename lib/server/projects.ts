import { randomBytes, randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { importPKCS8, importSPKI, type CryptoKey } from 'jose';
import { check, listOf, optionsOf } from '../common/validation/index.js';
import { createApplicationToken, createProjectToken, createT1Token } from '../protocol/index.js';
import type { TokenClaims, TokenOptions } from '../protocol/index.js';
import { SessionServerError } from './session-server-error.js';
import type { Project } from './server-options.js';
import { projectSchema } from './resolve-options.js';
import type { ProjectCredentials } from './session-server.js';
import {
  publicKey as publicTokenKey,
  secretKey,
  type FindTokenKey,
  type TokenKey,
} from './tokens/token-keys.js';
import { VerifiedTokens } from './tokens/verified-tokens.js';
import { verifyRestToken } from './tokens/verify-rest-token.js';
import { checkClaims, verifyToken } from './tokens/verify-token.js';

interface Entry {
  /** API key or application id. */
  readonly key: string;
  readonly secret: string | undefined;
  readonly verifier: TokenKey;
  /** Undefined if the application's private key was not given. */
  readonly sign: ((format: 't1' | 'jwt', options: TokenOptions) => Promise<string>) | undefined;
}

const leastRsaBits = 2048;

const fileSchema = optionsOf({ projects: listOf(projectSchema) });

/** The projects whose sessions and tokens a server accepts. */
export class Projects {
  readonly #entries = new Map<string, Entry>();
  readonly #verified = new VerifiedTokens();

  /**
   * From options, a file, or if neither is given one project made up now.
   *
   * @throws SessionServerError `projects-file`.
   * @throws TypeError for a malformed key or a key that occurs twice; RangeError for an RSA key that is too short.
   */
  static async load(
    given: readonly Project[] | undefined,
    file: string | undefined,
  ): Promise<Projects> {
    const projects = [...(given ?? [])];
    if (file !== undefined) projects.push(...(await readProjects(file)));
    if (projects.length === 0) projects.push(madeUpProject());
    const self = new Projects();
    for (const project of projects) {
      const entry = await toEntry(project);
      if (self.#entries.has(entry.key)) {
        throw new TypeError(`projects: ${entry.key} occurs twice`);
      }
      self.#entries.set(entry.key, entry);
    }
    return self;
  }

  get credentials(): ProjectCredentials[] {
    return [...this.#entries.values()].map(({ key, secret }) => ({ apiKey: key, secret }));
  }

  /** Undefined for an application, and for a project that there is not. */
  secretOf(key: string): string | undefined {
    return this.#entries.get(key)?.secret;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /**
   * @throws SessionServerError `unknown-project` or `no-signing-key`.
   * @throws TypeError | RangeError naming the option.
   */
  async createToken(key: string, format: 't1' | 'jwt', options: TokenOptions): Promise<string> {
    const entry = this.#entries.get(key);
    if (entry === undefined) {
      throw new SessionServerError('unknown-project', `the server has no project ${key}`);
    }
    const { sign } = entry;
    if (sign === undefined) {
      throw new SessionServerError(
        'no-signing-key',
        `tokens of ${key} can only be made with its privateKey, which was not given`,
      );
    }
    return sign(format, options);
  }

  /** @throws ProtocolError `token-*`. */
  async verifyToken(token: string, sessionId: string): Promise<TokenClaims> {
    const known = this.#verified.get(token);
    if (known !== undefined) {
      checkClaims(known, { sessionId });
      return known;
    }
    const claims = await verifyToken(token, { sessionId, findKey: this.#findKey });
    this.#verified.add(token, claims);
    return claims;
  }

  /** Key of the project that makes a REST call. @throws ProtocolError `token-*`. */
  async verifyRestToken(token: string): Promise<string> {
    return (await verifyRestToken(token, { findKey: this.#findKey })).key;
  }

  readonly #findKey: FindTokenKey = (key) => this.#entries.get(key)?.verifier;
}

async function toEntry(project: Project): Promise<Entry> {
  if ('apiKey' in project) {
    const { apiKey, secret } = project;
    const credentials = { apiKey, apiSecret: secret };
    return {
      key: apiKey,
      secret,
      verifier: secretKey(secret),
      sign: (format, options) =>
        format === 't1'
          ? createT1Token(credentials, options)
          : createProjectToken(credentials, options),
    };
  }
  const { applicationId, publicKey, privateKey } = project;
  // Imported now, so that a malformed key is found at start.
  await imported('publicKey', importSPKI(publicKey, 'RS256'));
  const verifier = publicTokenKey(publicKey);
  if (privateKey === undefined) {
    return { key: applicationId, secret: undefined, verifier, sign: undefined };
  }
  const credentials = {
    applicationId,
    privateKey: await imported('privateKey', importPKCS8(privateKey, 'RS256')),
  };
  return {
    key: applicationId,
    secret: undefined,
    verifier,
    sign: async (format, options) => {
      if (format === 't1') throw new RangeError('format t1 needs a project with an API key');
      return createApplicationToken(credentials, options);
    },
  };
}

async function imported(name: string, importing: Promise<CryptoKey>): Promise<CryptoKey> {
  let key: CryptoKey;
  try {
    key = await importing;
  } catch (cause) {
    throw new TypeError(`projects: ${name} is not the PEM of an RSA key`, { cause });
  }
  // RFC 7518, section 3.3. A shorter key is imported all the same, and then fails each token.
  const { modulusLength } = key.algorithm as unknown as { readonly modulusLength: number };
  if (modulusLength < leastRsaBits) {
    throw new RangeError(
      `projects: ${name} has ${modulusLength} bits, RS256 needs at least ${leastRsaBits}`,
    );
  }
  return key;
}

/** As API keys look: a number. The secret has 160 bits. */
function madeUpProject(): Project {
  return {
    apiKey: String(randomInt(10_000_000, 99_999_999)),
    secret: randomBytes(20).toString('hex'),
  };
}

async function readProjects(file: string): Promise<readonly Project[]> {
  try {
    const text = await readFile(file, 'utf8');
    // Editors on Windows begin UTF-8 with a byte order mark.
    const content = JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
    return check(fileSchema, content, 'content').projects;
  } catch (cause) {
    // The JSON parser quotes the text it stumbles over, which may be a secret.
    const problem = cause instanceof SyntaxError ? 'is not JSON' : messageOf(cause);
    throw new SessionServerError('projects-file', `projectsFile ${file}: ${problem}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
