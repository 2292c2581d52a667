import { rename } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createProjectToken } from '../../lib/protocol/token/sign-jwt.js';
import { createSessionId } from '../../lib/protocol/session-id.js';
import type { GenerateTokenOptions, SessionServerOptions } from '../../lib/server/index.js';
import { bundleForNode } from '../helpers/bundle.js';
import { Network, type Host } from './network/netns.js';
import { Actor } from './random/actor.js';
import type { ClientSetup } from './processes/messages.js';

const project = { apiKey: '100', secret: 'only for these tests' };

/** A server and clients with the real engine, each a process on a host of its own. */
export class Call implements AsyncDisposable {
  readonly network: Network;
  readonly sessionId = createSessionId({ key: project.apiKey });
  readonly #programs: Programs;

  private constructor(network: Network, programs: Programs) {
    this.network = network;
    this.#programs = programs;
  }

  static async open(): Promise<Call> {
    const programs = await bundled();
    return new Call(await Network.create(), programs);
  }

  /** @param address Of the host; default its first. A restarted server serves the same sessions, and knows nobody. */
  async serve(
    host: Host,
    { address = host.address, ...options }: SessionServerOptions & { address?: string } = {},
  ): Promise<Actor> {
    const server = Actor.start(host, this.#programs.server, {
      host: address,
      port: 8080,
      allowExternal: true,
      projects: [project],
      autoCreateSessions: true,
      ...options,
    });
    await server.until(({ kind }) => kind === 'ready');
    return server;
  }

  /** A client that has joined. */
  async join(
    host: Host,
    server: string,
    options: Pick<ClientSetup, 'publish'> & Pick<GenerateTokenOptions, 'expiresInSeconds'> = {},
  ): Promise<Actor> {
    const { sessionId } = this;
    const { apiKey, secret: apiSecret } = project;
    const { expiresInSeconds: lifetimeSeconds, ...setup } = options;
    const token = await createProjectToken({ apiKey, apiSecret }, { sessionId, lifetimeSeconds });
    const apiUrl = `http://${server}:8080`;
    const client = Actor.start(host, this.#programs.client, {
      ...{ apiUrl, apiKey, sessionId, token },
      ...setup,
    });
    await client.event('connected');
    return client;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.network[Symbol.asyncDispose]();
  }
}

interface Programs {
  readonly server: string;
  readonly client: string;
}

let programs: Promise<Programs> | undefined;

/** The processes' programs, as plain modules: no child has to compile TypeScript. */
function bundled(): Promise<Programs> {
  programs ??= bundle();
  return programs;
}

async function bundle(): Promise<Programs> {
  const [server, client] = await Promise.all(
    ['server', 'client'].map(async (name) => {
      const program = fileURLToPath(new URL(`../../build/faults/${name}.mjs`, import.meta.url));
      // Another test file does the same now, or starts what it has made.
      const fresh = `${program}.${process.pid}`;
      await bundleForNode(`test/faults/processes/${name}.ts`, fresh);
      await rename(fresh, program);
      return program;
    }),
  );
  return { server: server ?? '', client: client ?? '' };
}
