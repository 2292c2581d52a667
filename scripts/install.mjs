// What npm runs when the package is installed: nothing is built or downloaded, but a machine that the package has no binary
// for is told so now, and not in the first call.
import { existsSync } from 'node:fs';

// A checkout builds its own binary.
if (!existsSync(new URL('../CMakeLists.txt', import.meta.url))) {
  const { checkInstallation } = await import('../dist/node/binary/check-installation.js');
  const { message, fatal } = checkInstallation();
  if (message) console.error(`webrtc-session: ${message}`);
  if (fatal) process.exitCode = 1;
}
