/**
 * Prints what an application would want to know first: the versions of the binary, and that both module systems get the
 * same classes. Copied into a project that has the package.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { Session, nativeVersions } from 'webrtc-session';
import { createSessionServer } from 'webrtc-session/server';

const required = createRequire(import.meta.url)('webrtc-session');
console.log(
  JSON.stringify({
    versions: nativeVersions(),
    sameClasses: required.Session === Session,
    server: typeof createSessionServer,
    executable: path.basename(process.execPath),
  }),
);
