import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/** Time-limited credentials by a shared secret, or one fixed user. */
export type TurnUsers =
  { readonly secret: string } | { readonly username: string; readonly credential: string };

const port = 3478;

let started = 0;

/** Debian's coturn on a loopback address of its own. Disposing it ends the process. */
export class TurnServer implements AsyncDisposable {
  readonly address: string;
  readonly #end: () => Promise<void>;

  private constructor(address: string, end: () => Promise<void>) {
    this.address = address;
    this.#end = end;
  }

  static async start(users: TurnUsers): Promise<TurnServer> {
    const address = ownAddress();
    const folder = await mkdtemp(join(tmpdir(), 'turn-'));
    const child = spawn(
      'turnserver',
      [...turnArguments(address, folder), ...userArguments(users)],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
    const over = new AbortController();
    const ended = new Promise<void>((resolve) => {
      child.once('error', resolve).once('exit', resolve);
    }).finally(() => {
      over.abort();
    });
    const server = new TurnServer(address, async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    });
    for await (const line of createInterface(child.stdout)) {
      if (line.includes('SQLite DB connection success')) break;
    }
    // A full pipe would stop it.
    child.stdout.resume();
    if (await isListening(address, over.signal)) return server;
    await server.#end();
    throw new Error(`turnserver ended with ${child.exitCode ?? child.signalCode ?? 'no start'}`);
  }

  url(transport: 'udp' | 'tcp' = 'udp'): string {
    return `turn:${this.address}:${port}?transport=${transport}`;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#end();
  }
}

function turnArguments(address: string, folder: string): string[] {
  return [
    '-n',
    `--listening-ip=${address}`,
    `--relay-ip=${address}`,
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

/** Nobody else listens there, so that the port is free. */
function ownAddress(): string {
  return `127.${100 + (started++ % 100)}.${(process.pid >> 8) & 255}.${process.pid & 255 || 1}`;
}

/** Resolves when it takes connections, with false if it ends before. */
async function isListening(address: string, over: AbortSignal): Promise<boolean> {
  while (!over.aborted) {
    const socket = connect(port, address);
    try {
      await once(socket, 'connect', { signal: over });
      return true;
    } catch {
      await delay(20, undefined, { signal: over }).catch(() => undefined);
    } finally {
      socket.destroy();
    }
  }
  return false;
}
