import { runtimePackages } from '../../dist/node/binary/runtime-packages.js';
import { installMissing } from './debian-packages.mjs';
import { SetupError, say } from './report.mjs';

// What a Debian machine needs to run the installed package, and nothing to build it.
try {
  const reasons = Object.entries(runtimePackages).map(([library, name]) => [name, library]);
  await installMissing(Object.fromEntries(reasons));
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(`stopped: ${error.message}`);
  if (error.remedy) say(`remedy: ${error.remedy}`);
  process.exitCode = 1;
}
