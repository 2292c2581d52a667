import { createRequire } from 'node:module';
import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose';
import { createSessionId } from '../../../../lib/protocol/index.js';
import {
  publicKey as publicTokenKey,
  secretKey,
  type FindTokenKey,
} from '../../../../lib/server/tokens/token-keys.js';

export const project = { apiKey: '100', apiSecret: 'correct-horse-battery' };

const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });

export const application = {
  applicationId: '7f1c1f0e-7a34-4f3e-9c0e-0f6d1a9b2c3d',
  privateKey: await exportPKCS8(privateKey),
  publicKey: await exportSPKI(publicKey),
};

export const sessionId = createSessionId({ key: project.apiKey });

/** Knows the project and the application, like a server's configuration. */
export const findKey: FindTokenKey = (key) => {
  if (key === project.apiKey) return secretKey(project.apiSecret);
  if (key === application.applicationId) return publicTokenKey(application.publicKey);
  return undefined;
};

/** The official MIT server SDK, as far as these tests use it; it brings no types of its own. */
export interface ServerSdk {
  generateToken(sessionId: string, options?: object, t1?: boolean): string;
  generateJwt(): string;
}

const OpenTok = createRequire(import.meta.url)('opentok') as new (
  key: string,
  secret: string,
) => ServerSdk;

export const projectSdk = new OpenTok(project.apiKey, project.apiSecret);
export const applicationSdk = new OpenTok(application.applicationId, application.privateKey);

/** Replaces a T1 token's or JWT's text by what `change` makes of it. */
export function changeT1(token: string, change: (text: string) => string): string {
  return 'T1==' + btoa(change(atob(token.slice(4))));
}
