import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Time-limited credentials by a shared secret, or one fixed user. */
export type TurnUsers =
  { readonly secret: string } | { readonly username: string; readonly credential: string };

/** Debian's coturn on loopback. Disposing it ends the process. */
export class TurnServer implements AsyncDisposable {
  readonly port: number;
  readonly #end: () => Promise<void>;

  private constructor(port: number, end: () => Promise<void>) {
    this.port = port;
    this.#end = end;
  }

  static async start(users: TurnUsers): Promise<TurnServer> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'turn-'));
    const child = spawn('turnserver', [...turnArguments(port, folder), ...userArguments(users)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    for await (const line of createInterface(child.stdout)) {
      if (line.includes('SQLite DB connection success')) break;
    }
    // A full pipe would stop it.
    child.stdout.resume();
    if (child.exitCode !== null) throw new Error(`turnserver ended with ${child.exitCode}`);
    return new TurnServer(port, async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    });
  }

  url(transport: 'udp' | 'tcp' = 'udp'): string {
    return `turn:127.0.0.1:${this.port}?transport=${transport}`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end();
  }
}

function turnArguments(port: number, folder: string): string[] {
  return [
    '-n',
    '--listening-ip=127.0.0.1',
    '--relay-ip=127.0.0.1',
    `--listening-port=${port}`,
    '--allow-loopback-peers',
    '--realm=turn.example.test',
    '--no-cli',
    '--no-tls',
    '--no-dtls',
    `--userdb=${join(folder, 'users')}`,
    `--pidfile=${join(folder, 'pid')}`,
    '--log-file=stdout',
    '--simple-log',
  ];
}

function userArguments(users: TurnUsers): string[] {
  return 'secret' in users
    ? ['--use-auth-secret', `--static-auth-secret=${users.secret}`]
    : ['--lt-cred-mech', `--user=${users.username}:${users.credential}`];
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
