import { describe, expect, it, vi } from 'vitest';
import { createRestToken } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import { fetchSessionInfo, RawClient } from '../../helpers/rigs/raw-client.js';

const ann = { apiKey: '100', secret: 'of ann' };
const bob = { apiKey: '200', secret: 'of bob' };

describe('sessions that nobody is in', () => {
  it('are dropped, so that new ones can be made, and are sessions again when somebody comes', async () => {
    await using server = await createSessionServer({
      projects: [ann],
      limits: { sessions: 2 },
      timers: { sessionIdleMs: 1500 },
    });
    const used = await server.createSession();
    const { sessionId } = await server.createSession({ mediaMode: 'relayed', location: 'here' });
    const inside = await RawClient.join(server, used.sessionId);
    const isFull = (): Promise<boolean> =>
      server.createSession().then(
        () => false,
        () => true,
      );
    expect(await isFull()).toBe(true);
    await vi.waitFor(async () => {
      expect(await isFull()).toBe(false);
    }, 30_000);
    // Whoever is in one keeps it.
    await inside.read();
    await inside.leave();
    // The place of the first one, or of the one made last, is free before long.
    const token = await server.generateToken(sessionId);
    await vi.waitFor(async () => {
      expect(await fetchSessionInfo(server, sessionId, token)).toMatchObject({ sessionId });
    }, 30_000);
    const back = await RawClient.join(server, sessionId);
    expect((await back.read()).message.connections).toHaveLength(1);
  });

  it('have ids that another server of the project knows, and that nobody can make up', async () => {
    await using server = await createSessionServer({ projects: [ann, bob] });
    const { sessionId } = await server.createSession();
    await using restarted = await createSessionServer({ projects: [ann, bob] });
    const token = await server.generateToken(sessionId);
    expect(await fetchSessionInfo(restarted, sessionId, token)).toMatchObject({ sessionId });

    const text = Buffer.from(sessionId.slice(2), 'base64url').toString();
    const forged = (change: (text: string) => string): string =>
      `1_${Buffer.from(change(text)).toString('base64url')}`;
    for (const id of [
      forged((id) => id.replace('~100~', '~200~')),
      forged((id) => id.replace('~p', '~r')),
      forged((id) => id.replace(/~(\d{13})~/, '~1700000000000~')),
      forged((id) => `${id}~`),
      `2${sessionId.slice(1)}`,
    ]) {
      expect(id).not.toBe(sessionId);
      await expect(restarted.generateToken(id)).rejects.toMatchObject({ code: 'unknown-session' });
    }
  });
});

describe('the sessions of a project', () => {
  it('leave room for those of others', async () => {
    await using server = await createSessionServer({
      projects: [ann, bob],
      limits: { sessions: 10, sessionsPerProject: 2 },
    });
    const create = async ({ apiKey, secret }: typeof ann): Promise<number> => {
      const response = await fetch(`${server.url}/session/create`, {
        method: 'POST',
        headers: {
          'X-OPENTOK-AUTH': await createRestToken({ apiKey, apiSecret: secret }),
          Accept: 'application/json',
        },
      });
      return response.status;
    };
    expect([await create(ann), await create(ann), await create(ann)]).toEqual([200, 200, 503]);
    expect(await create(bob)).toBe(200);
  });
});
