import { SignJWT, UnsecuredJWT } from 'jose';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createApplicationToken,
  createProjectToken,
  createRestToken,
  createT1Token,
  readToken,
} from '../../../../lib/protocol/index.js';
import { publicKey, secretKey } from '../../../../lib/server/tokens/token-keys.js';
import { verifyToken } from '../../../../lib/server/tokens/verify-token.js';
import { rejectionOf, returnsOrRefuses } from '../../protocol/helpers.js';
import {
  application,
  changeT1,
  findKey,
  project,
  sessionId,
} from '../../protocol/token/fixtures.js';

const start = 1_700_000_000;
const now = () => start * 1000;
const options = { sessionId, findKey, now };
const day = 24 * 60 * 60;
const century = 36_525 * day;

const tokens = {
  t1: await createT1Token(project, { sessionId, now }),
  project: await createProjectToken(project, { sessionId, now }),
  application: await createApplicationToken(application, { sessionId, now }),
};
const kinds = ['t1', 'project', 'application'] as const;

function projectJwt(claims: Record<string, unknown>, secret = project.apiSecret): Promise<string> {
  const all = { iss: '100', iat: start, exp: start + day, session_id: sessionId, ...claims };
  const jwt = new SignJWT(all).setProtectedHeader({ alg: 'HS256' });
  return jwt.sign(new TextEncoder().encode(secret));
}

describe.each(kinds)('a %s token', (kind) => {
  const token = tokens[kind];

  it('is good until the second it expires', async () => {
    const at = (seconds: number) => ({ ...options, now: () => (start + seconds) * 1000 });
    expect(await verifyToken(token, at(day - 1))).toMatchObject({ kind });
    const error = await rejectionOf(verifyToken(token, at(day)));
    expect(error).toMatchObject({ code: 'token-expired', sessionCode: 1004, status: 403 });
    const tolerant = { ...at(day), clockToleranceSeconds: 30 };
    expect(await verifyToken(token, tolerant)).toMatchObject({ kind });
  });

  it('is refused for another session', async () => {
    const error = await rejectionOf(verifyToken(token, { ...options, sessionId: 'other' }));
    expect(error).toMatchObject({ code: 'token-session', field: 'session_id' });
  });

  it('is refused if the key is unknown', async () => {
    const error = await rejectionOf(verifyToken(token, { ...options, findKey: () => undefined }));
    expect(error.code).toBe('token-key');
  });

  it('is refused if the key is of the wrong sort', async () => {
    const wrong = () =>
      kind === 'application' ? secretKey(application.publicKey) : publicKey(application.publicKey);
    expect((await rejectionOf(verifyToken(token, { ...options, findKey: wrong }))).code).toBe(
      'token-key',
    );
  });

  it('is never shown in an error', async () => {
    const error = await rejectionOf(verifyToken(token, { ...options, sessionId: 'other' }));
    expect(JSON.stringify([error.message, error.stack])).not.toContain(token.slice(10, 40));
  });

  it('is refused truncated anywhere', async () => {
    for (let length = 0; length < token.length; length += 7) {
      const error = await rejectionOf(verifyToken(token.slice(0, length), options));
      expect(error.code).toMatch(/^token-/);
    }
  });
});

describe('forged tokens', () => {
  it('T1 with changed data', async () => {
    const forged = changeT1(tokens.t1, (text) => text.replace('role=publisher', 'role=moderator'));
    expect((await rejectionOf(verifyToken(forged, options))).code).toBe('token-signature');
  });

  it('T1 with the secret of another', async () => {
    const forged = await createT1Token({ ...project, apiSecret: 'guess' }, { sessionId, now });
    expect((await rejectionOf(verifyToken(forged, options))).code).toBe('token-signature');
  });

  it('JWT with the secret of another', async () => {
    const forged = await projectJwt({}, 'guess');
    expect((await rejectionOf(verifyToken(forged, options))).code).toBe('token-signature');
  });

  it('JWT without a signature', async () => {
    const forged = new UnsecuredJWT({ iss: '100', session_id: sessionId, iat: start }).encode();
    expect((await rejectionOf(verifyToken(forged, options))).code).toMatch(
      /^token-(signature|malformed)$/,
    );
  });

  it("JWT signed by HS256 with an application's public key as the secret", async () => {
    const claims = { iss: undefined, application_id: application.applicationId };
    const forged = await projectJwt(claims, application.publicKey);
    expect((await rejectionOf(verifyToken(forged, options))).code).toBe('token-signature');
  });
});

describe('tokens that say the wrong thing', () => {
  it.each([
    ['token-malformed', 'session_id', { session_id: undefined }],
    ['token-malformed', 'session_id', { session_id: 7 }],
    ['token-malformed', 'create_time', { iat: undefined }],
    ['token-malformed', 'exp', { exp: 'soon' }],
    ['token-malformed', 'iss', { iss: 100 }],
    ['token-role', 'role', { role: 'king' }],
    ['token-role', 'role', { role: 'constructor' }],
    ['token-scope', 'scope', { scope: 'archive.list' }],
    ['token-scope', 'ist', { ist: 'account' }],
    ['token-data', 'connection_data', { connection_data: 'x'.repeat(1025) }],
    ['token-lifetime', 'expire_time', { exp: start + 31 * day }],
    ['token-lifetime', 'nbf', { nbf: start + 60 }],
    ['token-expired', 'exp', { expire_time: start - 1 }],
    ['token-lifetime', 'exp', { iat: start + century, exp: start + century + day }],
    [
      'token-lifetime',
      'expire_time',
      { iat: start + century, exp: undefined, expire_time: start + century + day },
    ],
  ])('%s: %s %j', async (code, field, claims) => {
    const token = await projectJwt(claims);
    expect(await rejectionOf(verifyToken(token, options))).toMatchObject({ code, field });
  });

  it('a REST token does not let a client join', async () => {
    const token = await createRestToken(project, { now });
    expect((await rejectionOf(verifyToken(token, options))).code).toBe('token-malformed');
  });

  it('connection data of 1024 characters is still read', async () => {
    const token = await projectJwt({ connection_data: 'x'.repeat(1024) });
    expect((await verifyToken(token, options)).connectionData).toHaveLength(1024);
  });
});

describe('a signature', () => {
  it('can be written in one way only', async () => {
    for (const kind of ['project', 'application'] as const) {
      const token = tokens[kind];
      // The last character of base64url has bits that mean nothing.
      const last = token.slice(-1);
      const next = String.fromCharCode(last.charCodeAt(0) + 1);
      for (const other of [`${token}=`, `${token}.`, ` ${token}`, `${token.slice(0, -1)}${next}`]) {
        expect((await rejectionOf(verifyToken(other, options))).code).toMatch(
          /^token-(signature|malformed)$/,
        );
      }
    }
  });

  it('is not looked at if the header has what we would have to understand', async () => {
    const jwt = new SignJWT({ iss: '100', iat: start, exp: start + day, session_id: sessionId });
    jwt.setProtectedHeader({ alg: 'HS256', crit: ['b64'], b64: true });
    const token = await jwt.sign(new TextEncoder().encode(project.apiSecret));
    expect((await rejectionOf(verifyToken(token, options))).code).toBe('token-malformed');
  });

  it('counts for claims in the header, where some server SDKs put them', async () => {
    const sign = (header: Record<string, unknown>, claims = {}) =>
      new SignJWT({ iss: '100', iat: start, exp: start + day, ...claims })
        .setProtectedHeader({ alg: 'HS256', ...header })
        .sign(new TextEncoder().encode(project.apiSecret));
    const good = await sign({ ist: 'project' }, { session_id: sessionId });
    expect(await verifyToken(good, options)).toMatchObject({ kind: 'project' });
    const wrong = await sign({ ist: 'account' }, { session_id: sessionId });
    expect((await rejectionOf(verifyToken(wrong, options))).code).toBe('token-scope');
    // The payload's word counts.
    const both = await sign({ session_id: 'other' }, { session_id: sessionId });
    expect((await verifyToken(both, options)).sessionId).toBe(sessionId);
  });
});

describe('what is not a token', () => {
  it.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['T1 of nothing', 'T1=='],
    ['T1 that is not base64', 'T1==***'],
    ['T1 without signature', 'T1==' + btoa('partner_id=100:session_id=x')],
    ['T1 with half a signature', 'T1==' + btoa('partner_id=100&sig=abc:session_id=x')],
    ['T1 without data', 'T1==' + btoa('partner_id=100&sig=abcd')],
    ['a JWT of junk', 'a.b.c'],
    ['something huge', 'x'.repeat(8193)],
    ['a huge T1', 'T1==' + 'A'.repeat(1_000_000)],
  ])('%s is malformed', async (_, token) => {
    const error = await rejectionOf(verifyToken(token, options));
    expect(error).toMatchObject({ code: 'token-malformed', sessionCode: 1004 });
  });

  it('any text is read or refused', () => {
    const t1 = fc.string().map((text) => 'T1==' + btoa(encodeURIComponent(text)));
    const jwt = fc
      .jsonValue()
      .map((value) => `e30.${btoa(encodeURIComponent(JSON.stringify(value)))}.x`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), t1, jwt), (token) => {
        returnsOrRefuses(() => readToken(token));
      }),
    );
  });
});
