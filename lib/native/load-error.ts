/**
 * Why the native binary could not be loaded:
 * - `'no-binary'`: there is none for this platform and architecture;
 * - `'wrong-architecture'`: there is one, made for another architecture;
 * - `'missing-library'`: a shared library (DLL) that it needs is not on this machine;
 * - `'unsupported-system'`: the system's own libraries are older than it needs;
 * - `'unknown'`: see the cause.
 */
export type NativeLoadFailure =
  'no-binary' | 'wrong-architecture' | 'missing-library' | 'unsupported-system' | 'unknown';

const remedies: Record<NativeLoadFailure, string> = {
  'no-binary':
    'reinstall the package on this machine, or build it from a checkout with `npm run build:native`',
  'wrong-architecture': 'use a Node.js of the same architecture as the package, or reinstall it',
  'missing-library': 'install the library that is named',
  'unsupported-system': 'update the system, or build the package on it with `npm run build:native`',
  unknown: 'see the cause',
};

/** What dlopen and LoadLibrary say, and Node passes on as text only. */
const patterns: readonly (readonly [RegExp, NativeLoadFailure])[] = [
  [/No native build was found/, 'no-binary'],
  [/wrong ELF class|invalid ELF header|not a valid Win32 application/i, 'wrong-architecture'],
  [/version `?GLIBC\w*_[\d.]+'? not found/, 'unsupported-system'],
  [/cannot open shared object file|specified module could not be found/i, 'missing-library'],
];

/** The native binary could not be loaded; nothing that needs media works. */
export class NativeLoadError extends Error {
  override readonly name = 'NativeLoadError';
  readonly reason: NativeLoadFailure;

  constructor(cause: unknown) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const reason = patterns.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
    const target = `${process.platform}-${process.arch}, Node ${process.versions.node}`;
    const line = text.split('\n', 1)[0] ?? '';
    super(`cannot load webrtc-session.node (${target}): ${reason}: ${line}; ${remedies[reason]}`, {
      cause,
    });
    this.reason = reason;
  }
}
