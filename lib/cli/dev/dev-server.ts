import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import {
  createSessionServer,
  SessionServerError,
  type SessionServer,
  type SessionServerOptions,
} from '../../server/index.js';
import { readSessionEnv, writeSessionEnv } from '../env-file.js';
import type { DevOptions } from './dev-options.js';

const apiKey = 'dev';
/** Known to everybody, so that what was written yesterday works today. Only pages and programs of this machine get in. */
const fixedSecret = 'development-only';
const usualPort = 8080;
const day = 24 * 60 * 60;

/** The server of `dev` and its one session. */
export interface DevServer extends AsyncDisposable {
  readonly server: SessionServer;
  readonly sessionId: string;
  readonly apiKey: string;
  /** A link of the page, for one visitor. */
  link(): Promise<string>;
}

/** Starts the server, and writes into a `.env` file what joins its session. The session of that file goes on. */
export async function startDevServer({ port, lan, env }: DevOptions): Promise<DevServer> {
  const address = lan ? lanAddress() : '127.0.0.1';
  const server = await listen(port, {
    ...(lan ? { host: '0.0.0.0', allowExternal: true } : { allowedOrigins: 'loopback' }),
    projects: [{ apiKey, secret: lan ? randomBytes(24).toString('hex') : fixedSecret }],
    page: true,
    autoCreateSessions: true,
    // The link stands in the terminal for as long as the command runs.
    timers: { pageCodeMs: day * 1000 },
  });
  try {
    const url = `http://${address}:${server.port}`;
    const sessionId = await sessionOf(server, (await readSessionEnv(env)).SESSION_ID);
    const token = await server.generateToken(sessionId, {
      role: 'moderator',
      expiresInSeconds: 30 * day,
    });
    await writeSessionEnv(env, {
      ...{ API_URL: url, API_KEY: apiKey, SESSION_ID: sessionId, TOKEN: token },
    });
    return {
      ...{ server, sessionId, apiKey },
      async link() {
        const { pathname, hash } = new URL(
          await server.createPageLink(sessionId, { name: 'dev', role: 'moderator' }),
        );
        return `${url}${pathname}${hash}`;
      },
      [Symbol.asyncDispose]: () => server.close(),
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}

async function listen(
  port: number | undefined,
  options: SessionServerOptions,
): Promise<SessionServer> {
  try {
    return await createSessionServer({ ...options, port: port ?? usualPort });
  } catch (error) {
    const taken = error instanceof SessionServerError && error.code === 'address-in-use';
    if (!taken || port !== undefined) throw error;
    return createSessionServer({ ...options, port: 0 });
  }
}

/** The one of the last time, if it was one of ours; else a new one. */
async function sessionOf(server: SessionServer, known: string | undefined): Promise<string> {
  if (known !== undefined) {
    try {
      await server.generateToken(known);
      return known;
    } catch (error) {
      if (!(error instanceof SessionServerError || error instanceof TypeError)) throw error;
    }
  }
  return (await server.createSession()).sessionId;
}

/** The first address that others may reach this machine by. */
function lanAddress(): string {
  const all = Object.values(networkInterfaces()).flat();
  const found = all.find((entry) => entry?.family === 'IPv4' && !entry.internal);
  return found?.address ?? '127.0.0.1';
}
