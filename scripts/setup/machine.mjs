import { SetupError } from './report.mjs';

const minimumNode = [20, 19];

/** Stops early, with the reason, on a machine that the build does not know. */
export function checkMachine() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < minimumNode[0] || (major === minimumNode[0] && minor < minimumNode[1])) {
    throw new SetupError(
      `Node ${process.versions.node} is too old`,
      `install Node ${minimumNode.join('.')} or newer`,
    );
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `the sources are built on Linux x64, this is ${process.platform} ${process.arch}`,
      'use Debian 12 on x64 to develop (the Windows binary is cross-compiled there), or `npm install webrtc-session` for the prebuilt package',
    );
  }
}
