import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createApplicationToken,
  createProjectToken,
  createT1Token,
  limits,
  readToken,
  rolePermissions,
} from '../../../../lib/protocol/index.js';
import { verifyToken } from '../../../../lib/server/tokens/verify-token.js';
import type { Role, TokenOptions } from '../../../../lib/protocol/index.js';
import {
  application,
  applicationSdk,
  findKey,
  project,
  projectSdk,
  sessionId,
} from './fixtures.js';

const makers = {
  t1: (options: TokenOptions) => createT1Token(project, options),
  project: (options: TokenOptions) => createProjectToken(project, options),
  application: (options: TokenOptions) => createApplicationToken(application, options),
};
const kinds = ['t1', 'project', 'application'] as const;
const roles = Object.keys(rolePermissions) as Role[];
const now = () => 1_700_000_000_500;

describe.each(kinds)('%s tokens', (kind) => {
  it('bring what was put in', async () => {
    const options = fc.record({
      role: fc.constantFrom(...roles),
      connectionData: fc.string({ unit: 'grapheme', maxLength: 200 }),
      initialLayoutClasses: fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 3 }),
      lifetimeSeconds: fc.integer({ min: 1, max: limits.tokenMaxLifetimeSeconds }),
    });
    await fc.assert(
      fc.asyncProperty(options, async ({ lifetimeSeconds, ...given }) => {
        const token = await makers[kind]({ sessionId, ...given, lifetimeSeconds, now });
        const claims = await verifyToken(token, { sessionId, findKey, now });
        expect(claims).toEqual({
          kind,
          key: kind === 'application' ? application.applicationId : project.apiKey,
          sessionId,
          ...given,
          issuedAt: 1_700_000_000,
          expiresAt: 1_700_000_000 + lifetimeSeconds,
        });
        expect(readToken(token)).toEqual(claims);
      }),
      { numRuns: 20 },
    );
  });

  it('make publishers for a day by default', async () => {
    const claims = readToken(await makers[kind]({ sessionId }));
    expect(claims).toMatchObject({ role: 'publisher', connectionData: '' });
    expect(claims.expiresAt - claims.issuedAt).toBe(24 * 60 * 60);
  });

  it('can be read without any key', async () => {
    expect(readToken(await makers[kind]({ sessionId })).sessionId).toBe(sessionId);
  });

  it.each([
    ['sessionId', { sessionId: '' }, RangeError],
    ['role', { sessionId, role: 'king' as Role }, RangeError],
    ['connectionData', { sessionId, connectionData: 'x'.repeat(1001) }, RangeError],
    ['connectionData', { sessionId, connectionData: 'Ann \ud800' }, RangeError],
    ['lifetimeSeconds', { sessionId, lifetimeSeconds: 0 }, RangeError],
    ['lifetimeSeconds', { sessionId, lifetimeSeconds: Number.NaN }, RangeError],
    ['lifetimeSeconds', { sessionId, lifetimeSeconds: 2_592_001 }, RangeError],
  ])('are not made with a wrong %s', async (name, options, type) => {
    const made = makers[kind](options);
    await expect(made).rejects.toThrow(type);
    await expect(made).rejects.toThrow(name);
  });
});

describe('tokens of the official server SDK', () => {
  const data = 'name=Ann Müller & co+1%';

  it.each([true, false])('of a project are verified (T1: %s)', async (t1) => {
    const expireTime = Math.floor(Date.now() / 1000) + 1000;
    const options = { role: 'moderator', data, expireTime, initialLayoutClassList: ['a', 'b'] };
    const token = projectSdk.generateToken(sessionId, options, t1);
    expect(await verifyToken(token, { sessionId, findKey })).toMatchObject({
      kind: t1 ? 't1' : 'project',
      key: project.apiKey,
      sessionId,
      role: 'moderator',
      connectionData: data,
      expiresAt: expireTime,
      initialLayoutClasses: ['a', 'b'],
    });
  });

  it('of an application are verified', async () => {
    const token = applicationSdk.generateToken(sessionId, { role: 'subscriber', data });
    expect(await verifyToken(token, { sessionId, findKey })).toMatchObject({
      kind: 'application',
      key: application.applicationId,
      role: 'subscriber',
      connectionData: data,
    });
  });
});

it.each([
  [
    'T1 without key',
    () => createT1Token({ ...project, apiKey: '' }, { sessionId }),
    RangeError,
    'apiKey',
  ],
  [
    'JWT without secret',
    () => createProjectToken({ ...project, apiSecret: '' }, { sessionId }),
    RangeError,
    'apiSecret',
  ],
  [
    'JWT without application',
    () => createApplicationToken({ ...application, applicationId: '' }, { sessionId }),
    RangeError,
    'applicationId',
  ],
  [
    'JWT with a key that is none',
    () => createApplicationToken({ ...application, privateKey: 'x' }, { sessionId }),
    TypeError,
    'privateKey',
  ],
])('%s is not made', async (_, make, type, name) => {
  await expect(make()).rejects.toThrow(type);
  await expect(make()).rejects.toThrow(name);
});
