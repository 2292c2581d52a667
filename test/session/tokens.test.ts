import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Context } from '../../lib/index.js';
import {
  createApplicationToken,
  createProjectToken,
  createT1Token,
} from '../../lib/protocol/index.js';
import { createSessionServer, type SessionServer } from '../../lib/server/index.js';
import { Session } from '../../lib/client/session.js';

const project = { apiKey: '100', secret: 'only for this test' };
const credentials = { apiKey: project.apiKey, apiSecret: project.secret };
const applicationId = '7f9c2f4e-6f0b-4a39-9f0e-0d4d0a3a0c11';
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

describe('rule 22: a session joins with', () => {
  let server: SessionServer;
  const context = new Context();

  beforeAll(async () => {
    server = await createSessionServer({ projects: [project, { applicationId, publicKey }] });
  });
  afterAll(async () => {
    context.dispose();
    await server.close();
  });

  it.each([
    ['T1', project.apiKey, (sessionId: string) => createT1Token(credentials, { sessionId })],
    [
      'HS256',
      project.apiKey,
      (sessionId: string) => createProjectToken(credentials, { sessionId, role: 'moderator' }),
    ],
    [
      'RS256',
      applicationId,
      (sessionId: string) => createApplicationToken({ applicationId, privateKey }, { sessionId }),
    ],
  ])('a token of %s and the key that belongs to it', async (kind, apiKey, makeToken) => {
    const { sessionId } = await server.createSession({ apiKey });
    const session = new Session(context, apiKey, sessionId, { apiUrl: server.url });
    await session.connect(await makeToken(sessionId));
    expect(session.capabilities).toMatchObject({
      canPublish: true,
      canSubscribe: true,
      canForceMute: kind === 'HS256',
      canForceDisconnect: kind === 'HS256',
    });
    await session.disconnect();
  });
});
