import { loadBinding } from './load-binding.js';
import { NativeLoadError, type NativeLoadFailure } from './native-load-error.js';

/** What no later step on this machine mends. npm shows what an install script prints only when it fails. */
const final: readonly NativeLoadFailure[] = [
  'unsupported-node',
  'no-binary',
  'wrong-architecture',
  'damaged',
];

const serverOnly =
  'to use only the session server (webrtc-session/server), which needs no binary, install with --ignore-scripts';

export interface InstallationCheck {
  /** What is wrong and what to do; undefined when the binary loads. */
  readonly message?: string;
  /** Whether the installation is of no use. A shared library may still be installed later, as in the layers of an image. */
  readonly fatal: boolean;
}

/** Whether the package that has just been installed works here. */
export function checkInstallation(): InstallationCheck {
  try {
    loadBinding();
    return { fatal: false };
  } catch (error) {
    if (!(error instanceof NativeLoadError)) throw error;
    return {
      message: error.reason === 'no-binary' ? `${error.message}\n${serverOnly}` : error.message,
      fatal: final.includes(error.reason),
    };
  }
}
