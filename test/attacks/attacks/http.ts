import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { Attack } from '../attack.js';
import type { Tally } from '../tally.js';
import type { Target } from '../target.js';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The status of a request, over connections that stay open if the server lets them. */
function ask(
  agent: Agent,
  target: Target,
  { method, path, headers, body }: Asked,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const { host, port, from: localAddress } = target;
    const options = { agent, host, port, localAddress, method, path, ...(headers && { headers }) };
    request(options, (response) => {
      response.resume().once('end', () => {
        resolve(response.statusCode ?? 0);
      });
      response.once('error', reject);
    })
      .once('error', reject)
      .end(body);
  });
}

/** The same request again and again, a few at a time. */
async function flood(target: Target, tally: Tally, asked: Asked): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  await tally.repeat(32, async () => {
    tally.count('requests');
    tally.count(`HTTP ${await ask(agent, target, asked)}`);
  });
  agent.destroy();
}

/** Writes a text to a new connection, and counts the answers when it is closed, or the time over. */
function converse(target: Target, tally: Tally, text: string): Promise<void> {
  const socket = connect({ host: target.host, port: target.port, localAddress: target.from });
  let answers = '';
  socket.setEncoding('latin1').on('data', (part: string) => (answers += part));
  socket.on('error', () => undefined);
  socket.write(text);
  void tally.rest().then(() => socket.destroy());
  return new Promise((resolve) => {
    socket.once('close', () => {
      for (const [, code] of answers.matchAll(/HTTP\/1\.1 (\d{3})/g)) tally.count(`HTTP ${code}`);
      tally.count('connections closed');
      resolve();
    });
  });
}

const depth = 20_000;

export const httpAttacks: Readonly<Record<string, Attack>> = {
  'sessions created as fast as a project can': {
    by: 'project',
    limits: { sessionsPerProject: 500 },
    run: async (target, tally) => {
      const headers = await target.restHeaders();
      await flood(target, tally, { method: 'POST', path: '/session/create', headers });
    },
    shows: { 'HTTP 200': 400, 'HTTP 503': 100 },
  },
  'more REST calls than a project may make': {
    by: 'project',
    limits: { restRequestsPerSecond: 20, restRequestBurst: 50 },
    run: async (target, tally) => {
      const headers = await target.restHeaders();
      const path = `/v2/project/${target.project.apiKey}/session/${target.sessionId}/stream`;
      await flood(target, tally, { method: 'GET', path, headers });
    },
    shows: { 'HTTP 200': 50, 'HTTP 429': 100 },
  },
  'bodies of REST calls nested 20,000 deep': {
    by: 'project',
    run: async (target, tally) => {
      const json = { 'Content-Type': 'application/json' };
      const headers = { ...(await target.restHeaders()), ...json };
      const body = `{"location":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      await flood(target, tally, { method: 'POST', path: '/session/create', headers, body });
    },
    shows: { requests: 100, 'HTTP 400': 100 },
    never: ['HTTP 200', 'HTTP 500'],
  },
  'wrong tokens over HTTP': {
    by: 'stranger',
    limits: { refusalsPerSecond: 50, refusalBurst: 100 },
    run: async (target, tally) => {
      const headers = { 'X-OPENTOK-AUTH': await target.wrongToken() };
      await flood(target, tally, { method: 'GET', path: `/session/${target.sessionId}`, headers });
    },
    shows: { requests: 500, 'HTTP 403': 100, 'HTTP 429': 100 },
    never: ['HTTP 200'],
  },
  '1,000 requests in each pipeline': {
    by: 'stranger',
    limits: { refusalsPerSecond: 50, refusalBurst: 100 },
    run: async (target, tally) => {
      const token = await target.wrongToken();
      const one = `GET /session/${target.sessionId} HTTP/1.1\r\nHost: a\r\nX-OPENTOK-AUTH: ${token}\r\n\r\n`;
      await tally.repeat(8, async () => {
        tally.count('pipelines');
        await converse(target, tally, one.repeat(1000));
      });
    },
    shows: { pipelines: 10, 'HTTP 403': 50, 'HTTP 429': 10, 'connections closed': 10 },
    never: ['HTTP 200'],
  },
  'offers of HTTP/2 in each pipeline': {
    by: 'stranger',
    limits: { refusalsPerSecond: 50, refusalBurst: 100 },
    run: async (target, tally) => {
      const offer =
        'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAAA\r\n';
      const one = `GET /session/x HTTP/1.1\r\nHost: a\r\n${offer}\r\n`;
      await tally.repeat(8, async () => {
        tally.count('pipelines');
        await converse(target, tally, one.repeat(1000));
      });
    },
    shows: { pipelines: 10, 'HTTP 400': 5, 'HTTP 429': 5, 'connections closed': 10 },
    never: ['HTTP 200', 'HTTP 500'],
  },
  '1,000 requests that never end': {
    by: 'stranger',
    timers: { requestMs: 500 },
    run: async (target, tally) => {
      const half = 'GET /session/x HTTP/1.1\r\nHost: a\r\n';
      await Promise.all(
        Array.from({ length: 1000 }, () => {
          tally.count('requests');
          return converse(target, tally, half);
        }),
      );
    },
    shows: { requests: 1000, 'HTTP 408': 900 },
  },
};
