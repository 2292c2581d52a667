import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  createApplicationToken,
  createProjectToken,
  createRestToken,
  createT1Token,
} from '../../../../lib/protocol/index.js';
import { verifyRestToken } from '../../../../lib/server/tokens/verify-rest-token.js';
import { rejectionOf } from '../../protocol/helpers.js';
import {
  application,
  applicationSdk,
  findKey,
  project,
  projectSdk,
  sessionId,
} from '../../protocol/token/fixtures.js';

describe('REST tokens', () => {
  it('of the official server SDK are verified', async () => {
    expect(await verifyRestToken(projectSdk.generateJwt(), { findKey })).toEqual({
      ...{ kind: 'project', key: project.apiKey },
    });
    expect(await verifyRestToken(applicationSdk.generateJwt(), { findKey })).toEqual({
      ...{ kind: 'application', key: application.applicationId },
    });
  });

  it('of our own are verified until they expire', async () => {
    for (const credentials of [project, application]) {
      const token = await createRestToken(credentials, { now: () => 0, lifetimeSeconds: 10 });
      await verifyRestToken(token, { findKey, now: () => 9_999 });
      const late = verifyRestToken(token, { findKey, now: () => 10_000 });
      expect((await rejectionOf(late)).code).toBe('token-expired');
    }
  });

  it('cannot be a token that lets a client join', async () => {
    for (const token of [
      await createProjectToken(project, { sessionId }),
      await createApplicationToken(application, { sessionId }),
    ]) {
      expect((await rejectionOf(verifyRestToken(token, { findKey }))).code).toBe('token-scope');
    }
    const t1 = await createT1Token(project, { sessionId });
    expect((await rejectionOf(verifyRestToken(t1, { findKey }))).code).toBe('token-malformed');
  });

  it('with a wrong secret or of an unknown project are refused', async () => {
    const forged = await createRestToken({ ...project, apiSecret: 'guess' });
    expect((await rejectionOf(verifyRestToken(forged, { findKey }))).code).toBe('token-signature');
    const unknown = await createRestToken({ ...project, apiKey: '999' });
    expect((await rejectionOf(verifyRestToken(unknown, { findKey }))).code).toBe('token-key');
  });

  it('may have their ist in the header, and there no more rights than in the payload', async () => {
    const sign = (header: Record<string, unknown>) =>
      new SignJWT({ iss: project.apiKey })
        .setProtectedHeader({ alg: 'HS256', ...header })
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(new TextEncoder().encode(project.apiSecret));
    expect(await verifyRestToken(await sign({ ist: 'project' }), { findKey })).toMatchObject({
      key: project.apiKey,
    });
    for (const header of [{}, { ist: 'account' }, { ist: 'project', session_id: sessionId }]) {
      const token = await sign(header);
      expect((await rejectionOf(verifyRestToken(token, { findKey }))).code).toBe('token-scope');
    }
  });

  it('for a century are refused', async () => {
    const lifetimeSeconds = 36_525 * 24 * 60 * 60;
    const token = await createRestToken(project, { lifetimeSeconds });
    expect((await rejectionOf(verifyRestToken(token, { findKey }))).code).toBe('token-lifetime');
  });
});
