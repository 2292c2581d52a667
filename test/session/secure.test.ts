import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { ConnectProxy } from '../helpers/proxies/connect-proxy.js';
import { runNode, type ProcessResult } from '../helpers/processes/node-process.js';
import { SessionRoom } from '../helpers/rigs/session-room.js';

const host = 'sessions.test';

/** The certificate is made by openssl, which Windows does not have. */
const withOpenssl = describe.runIf(process.platform === 'linux');

/** A server as companies have it: behind TLS, and to be reached through their HTTP proxy only. */
withOpenssl('a session over TLS and a proxy', { timeout: 180_000 }, () => {
  let folder: string;
  let certificate: string;
  let room: SessionRoom;
  let tls: Server;
  let proxy: ConnectProxy;
  const sockets = new Set<TLSSocket>();

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'secure-'));
    certificate = join(folder, 'cert.pem');
    const key = join(folder, 'key.pem');
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`, '-days', '2'];
    const files = ['-keyout', key, '-out', certificate];
    execFileSync('openssl', ['req', '-x509', ...curve, ...names, ...files], { stdio: 'ignore' });

    room = await SessionRoom.open({ publicUrl: `https://${host}` });
    const credentials = { key: await readFile(key), cert: await readFile(certificate) };
    tls = createServer(credentials, (socket) => {
      sockets.add(socket);
      const target = connect(room.server.port, '127.0.0.1');
      target.on('error', () => socket.destroy());
      socket.on('error', () => target.destroy());
      socket.pipe(target).pipe(socket);
    });
    tls.listen(0, '127.0.0.1');
    await once(tls, 'listening');
    proxy = await ConnectProxy.to((tls.address() as AddressInfo).port);
  });
  afterAll(async () => {
    await proxy[Symbol.asyncDispose]();
    for (const socket of sockets) socket.destroy();
    tls.close();
    await once(tls, 'close');
    await room[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  /** A client in a process of its own: which certificates a process trusts is settled when it starts. */
  const run = async (env: Record<string, string>): Promise<ProcessResult> =>
    runNode({
      args: [fileURLToPath(new URL('programs/signal-to-oneself.mjs', import.meta.url))],
      env: {
        API_URL: `https://${host}`,
        PROXY_URL: `http://user:pass@${proxy.host}`,
        API_KEY: room.server.apiKey,
        SESSION_ID: room.sessionId,
        TOKEN: await room.token(),
        ...env,
      },
    });

  it('works, session info and messaging alike', async () => {
    const result = await run({ NODE_EXTRA_CA_CERTS: certificate });
    expect(result).toMatchObject({ code: 0, stdout: 'heard\n', stderr: '' });
    const authorization = `Basic ${Buffer.from('user:pass').toString('base64')}`;
    const tunnel = { to: `${host}:443`, authorization };
    expect(proxy.tunnels).toEqual([tunnel, tunnel]);
  });

  it('is rejected without a trusted certificate, and the cause says so', async () => {
    const { stdout } = await run({});
    expect(stdout).toBe(`${ErrorCode.ConnectionFailed} DEPTH_ZERO_SELF_SIGNED_CERT\n`);
  });
});
