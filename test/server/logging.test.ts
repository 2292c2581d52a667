import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { createId, createRestToken } from '../../lib/protocol/index.js';
import { createSessionServer } from '../../lib/server/index.js';
import { fetchSessionInfo, RawClient } from '../helpers/rigs/raw-client.js';
import { cameraStream } from '../helpers/streams.js';

describe('the log', () => {
  it('tells what happens, and never a token, secret, socket id, credential or signal', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
    const secret = 'the-secret-of-the-project';
    const turn = { urls: ['turn:127.0.0.1'], secret: 'the-secret-of-turn' };
    const projects = [{ apiKey: '100', secret }];
    const server = await createSessionServer({ logger, projects, turn });
    const { sessionId } = await server.createSession();
    const credentials = { apiKey: '100', apiSecret: secret };
    const jwt = await server.generateToken(sessionId);
    const t1 = await server.generateToken(sessionId, { format: 't1' });
    const rest = await createRestToken(credentials);
    const socketId = createId();

    await fetchSessionInfo(server, sessionId, jwt);
    await fetchSessionInfo(server, sessionId, `${jwt}x`);
    await fetch(`${server.url}/session/${sessionId}?token=${encodeURIComponent(t1)}`);
    await fetch(`${server.url}/session/none?token=${encodeURIComponent(t1)}`);
    const stream = `${server.url}/v2/project/100/session/${sessionId}/stream`;
    await fetch(stream, { headers: { 'X-OPENTOK-AUTH': rest } });
    await fetch(stream, { headers: { Authorization: `Bearer ${rest}x` } });

    const client = await RawClient.open(server, { sessionId, apiKey: '100', socketId });
    await client.connect();
    await client.create(`${jwt}x`);
    await client.create(t1);
    const publish = { kind: 'stream-create', streamId: 's1', stream: cameraStream } as const;
    const { payload } = await client.request(publish);
    await client.requestRaw('the-words-of-a-signal');
    await client.request({
      kind: 'signal',
      signalId: 'x',
      type: '',
      data: 'the-words-of-a-signal',
    });
    await client.cut();
    const back = await RawClient.open(server, {
      ...{ sessionId, apiKey: '100', socketId, reconnect: true },
      connectionId: client.connectionId,
    });
    back.ws.send('garbage');
    await back.closed;
    await server.close();

    const log = lines.join('');
    for (const event of ['listens', 'joined', 'request rejected', 'resumed', 'closed by server']) {
      expect(log).toContain(event);
    }
    const { credential } = (
      JSON.parse(payload) as { content: { iceServers: [{ credential: string }] } }
    ).content.iceServers[0];
    const words = [secret, turn.secret, credential, socketId, 'the-words-of-a-signal'];
    // Of tokens neither the whole nor what makes them valid.
    for (const token of [jwt, rest]) words.push(token, token.split('.')[2] ?? '');
    for (const word of [...words, t1, encodeURIComponent(t1)]) expect(log).not.toContain(word);
  });

  it('warns once of a routed session that is served relayed, by whatever way it was made', async () => {
    const lines: { session?: string; msg: string; level: number }[] = [];
    const write = (line: string): void => {
      lines.push(JSON.parse(line) as (typeof lines)[number]);
    };
    const credentials = { apiKey: '100', apiSecret: 'secret' };
    const projects = [{ apiKey: '100', secret: 'secret' }];
    const server = await createSessionServer({ logger: pino({}, { write }), projects });
    const create = async (body: Record<string, string>): Promise<string> => {
      const response = await fetch(`${server.url}/session/create`, {
        method: 'POST',
        headers: {
          Accept: 'application/json',
          'X-OPENTOK-AUTH': await createRestToken(credentials),
        },
        body: new URLSearchParams(body),
      });
      const [{ session_id: id }] = (await response.json()) as [{ session_id: string }];
      return id;
    };
    const routed = [
      (await server.createSession({ mediaMode: 'routed' })).sessionId,
      await create({ 'p2p.preference': 'disabled' }),
      await create({ mediaMode: 'routed' }),
    ];
    await server.createSession();
    await create({});
    await create({ 'p2p.preference': 'enabled' });
    for (const sessionId of routed) {
      await RawClient.join(server, sessionId);
      await RawClient.join(server, sessionId);
    }
    await server.close();
    const warnings = lines.filter(({ level }) => level === pino.levels.values['warn']);
    expect(warnings.map(({ session }) => session)).toEqual(routed);
    expect(warnings[0]?.msg).toContain('served relayed');
  });
});
