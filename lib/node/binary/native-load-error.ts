/**
 * Why the native binary could not be loaded:
 * - `'unsupported-node'`: this Node.js is older than the package needs;
 * - `'no-binary'`: there is none for this platform, architecture and C library;
 * - `'wrong-architecture'`: there is one, made for another platform or architecture;
 * - `'bundled'`: a bundler has put the package's code into another file, and its binary is not installed beside that;
 * - `'damaged'`: the file is cut off or no binary at all;
 * - `'missing-library'`: a shared library (DLL) that it needs is not on this machine;
 * - `'unsupported-system'`: the system's own libraries are older than it needs;
 * - `'unknown'`: see the cause.
 */
export type NativeLoadFailure =
  | 'unsupported-node'
  | 'no-binary'
  | 'wrong-architecture'
  | 'bundled'
  | 'damaged'
  | 'missing-library'
  | 'unsupported-system'
  | 'unknown';

const prebuilt =
  'there are prebuilt binaries for Windows x64 (10, Server 2016 and newer) and Linux x64 (glibc 2.35 and newer: Debian 12, Ubuntu 22.04)';

const remedies: Record<NativeLoadFailure, string> = {
  'unsupported-node': 'install Node.js 20.19 or newer',
  'no-binary': `${prebuilt}; reinstall the package on such a machine, or build it from a checkout with \`npm run build:native\``,
  'wrong-architecture': `use a Node.js of the architecture that the binary was made for, or reinstall the package on this machine; ${prebuilt}`,
  bundled:
    'mark webrtc-session as external for the bundler (esbuild: --external:webrtc-session), and ship the installed package, node_modules/webrtc-session, beside what it made',
  damaged: 'reinstall the package (`npm cache verify` first, if that gives the same file)',
  'missing-library':
    process.platform === 'win32'
      ? 'the binary needs nothing but DLLs of Windows itself; an edition without media features (N, Server Core) may lack one: add them'
      : 'the binary needs nothing but glibc (libc, libm) and the loader; install the package again on a system that has them',
  'unsupported-system': `update the system, or build the package on it with \`npm run build:native\`; ${prebuilt}`,
  unknown: 'see the cause',
};

/** The native binary could not be loaded; nothing that needs media works. The session server does without it. */
export class NativeLoadError extends Error {
  override readonly name = 'NativeLoadError';
  readonly reason: NativeLoadFailure;

  /**
   * @param reason - decides about the remedy in the message
   * @param detail - what exactly is wrong, one line
   * @param cause - what the system said
   */
  constructor(reason: NativeLoadFailure, detail: string, cause?: unknown) {
    const target = `${process.platform}-${process.arch}, Node ${process.versions.node}`;
    super(
      `cannot load webrtc-session.node (${target}): ${reason}: ${detail}; ${remedies[reason]}`,
      { cause },
    );
    this.reason = reason;
  }
}
