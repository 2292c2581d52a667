import {
  SessionServerError,
  type MediaMode,
  type Role,
  type SessionServer,
} from '../../server/index.js';

/** What somebody needs to use a server that has just started. Holds secrets: for the terminal, not for a log. */
export interface Welcome {
  readonly url: string;
  readonly apiKey: string;
  /** Null for an application, which has a key pair. */
  readonly secret: string | null;
  readonly sessionId: string;
  /** A link of the page, good once; null if it is not served. */
  readonly page: string | null;
  /** Where metrics are read; null if they are not served. */
  readonly metrics: string | null;
  /** By role; empty if the server cannot sign for the project. */
  readonly tokens: Readonly<Partial<Record<Role, string>>>;
}

const roles: readonly Role[] = ['publisher', 'subscriber', 'moderator'];

export interface WelcomeOptions {
  readonly mediaMode: MediaMode;
  /** Whether the server has a page to link to. */
  readonly servesPage: boolean;
  /** Where metrics are read, if they are. */
  readonly metrics: string | null;
}

/** Makes a session and tokens for it, good for a day. */
export async function welcome(
  server: SessionServer,
  { mediaMode, servesPage, metrics }: WelcomeOptions,
): Promise<Welcome> {
  const { sessionId, apiKey } = await server.createSession({ mediaMode });
  const project = server.projects.find((entry) => entry.apiKey === apiKey);
  const secret = project?.secret ?? null;
  const tokens = await tokensFor(server, sessionId);
  const page = servesPage ? await server.createPageLink(sessionId, { role: 'moderator' }) : null;
  return { url: server.url, apiKey, secret, sessionId, page, metrics, tokens };
}

async function tokensFor(server: SessionServer, sessionId: string): Promise<Welcome['tokens']> {
  try {
    const entries = roles.map(async (role) => {
      return [role, await server.generateToken(sessionId, { role })] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  } catch (error) {
    if (error instanceof SessionServerError && error.code === 'no-signing-key') return {};
    throw error;
  }
}

/** For people; every value stands alone at the end of its line, ready to be copied. */
export function welcomeText(greeting: Welcome): string {
  const { url, apiKey, secret, sessionId, page, metrics, tokens } = greeting;
  const rows = [
    ['server', url],
    ['API key', apiKey],
    ...(secret === null ? [] : [['secret', secret]]),
    ['session id', sessionId],
    ...(page === null ? [] : [['page', page]]),
    ...(metrics === null ? [] : [['metrics', metrics]]),
    ...Object.entries(tokens).map(([role, token]) => [`${role} token`, token]),
  ];
  const lines = rows.map(([name = '', value = '']) => `  ${name.padEnd(17)} ${value}\n`);
  return `\n${lines.join('')}\n  Tokens are good for a day. Ctrl-C stops the server.\n\n`;
}
