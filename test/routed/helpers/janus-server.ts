import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** With all of them loaded, Debian's Janus crashes now and then while it starts. */
const unused = {
  plugins: [
    ...['audiobridge', 'duktape', 'echotest', 'lua', 'nosip', 'recordplay', 'sip', 'streaming'],
    ...['textroom', 'videocall', 'voicemail'],
  ],
  transports: ['http', 'mqtt', 'nanomsg', 'pfunix', 'rabbitmq'],
};

/** A Janus that is not the session server's child. Disposing it ends the process. */
export class JanusServer implements AsyncDisposable {
  readonly port: number;
  readonly #folder: string;
  #child: ChildProcess;

  private constructor(port: number, folder: string, child: ChildProcess) {
    this.port = port;
    this.#folder = folder;
    this.#child = child;
  }

  /** @param reclaimSeconds How long sessions survive their WebSocket. */
  static async start(reclaimSeconds: number): Promise<JanusServer> {
    const folder = await mkdtemp(join(tmpdir(), 'janus-'));
    const port = await freePort();
    await writeFile(
      join(folder, 'janus.jcfg'),
      `general: { configs_folder = "${folder}"\n reclaim_session_timeout = ${reclaimSeconds} }\n` +
        `plugins: { disable = "${libraries(unused.plugins)}" }\n` +
        `transports: { disable = "${libraries(unused.transports)}" }\n`,
    );
    await writeFile(
      join(folder, 'janus.transport.websockets.jcfg'),
      `general: { ws = true\n ws_ip = "127.0.0.1"\n ws_port = ${port} }\n`,
    );
    return new JanusServer(port, folder, await run(folder, port));
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** As a crash does; and somebody starts it again. */
  async crash(): Promise<void> {
    await end(this.#child);
    this.#child = await run(this.#folder, this.port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await end(this.#child);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function libraries(names: readonly string[]): string {
  return names.map((name) => `libjanus_${name}.so`).join(',');
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function run(folder: string, port: number): Promise<ChildProcess> {
  const config = ['--configs-folder', folder, '--config', join(folder, 'janus.jcfg')];
  const child = spawn('janus', config, { cwd: folder, stdio: 'ignore' });
  while (child.exitCode === null && child.signalCode === null) {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return child;
    } catch {
      await delay(20);
    } finally {
      socket.destroy();
    }
  }
  throw new Error(`janus ended with ${child.exitCode ?? child.signalCode ?? 'nothing'}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
