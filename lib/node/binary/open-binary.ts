import { createRequire } from 'node:module';

import { type BinaryFile, readBinaryFile } from './binary-file.js';
import { NativeLoadError, type NativeLoadFailure } from './native-load-error.js';

/** The system whose binaries have this format. */
const platforms: Readonly<Record<BinaryFile['format'], string>> = {
  elf: 'linux',
  pe: 'win32',
  'mach-o': 'darwin',
  unknown: 'unknown',
};

/** What dlopen and LoadLibrary say, and Node passes on as text only. Wine's words are other than Windows'. */
const patterns: readonly (readonly [RegExp, NativeLoadFailure])[] = [
  [/requires Node-API version|undefined symbol: (napi|node_api)_/, 'unsupported-node'],
  [/version `?GLIBC\w*_[\d.]+'? not found/, 'unsupported-system'],
  [/procedure (could not be|not) found/i, 'unsupported-system'],
  [/cannot open shared object file|module (could not be|not) found/i, 'missing-library'],
];

/**
 * Loads an addon that is there. What is wrong with the file itself is found out before the system gets it.
 *
 * Throws {@link NativeLoadError}.
 */
export function openBinary(path: string): unknown {
  checkBinary(path);
  try {
    return createRequire(import.meta.url)(path) as unknown;
  } catch (error) {
    throw loadErrorOf(error);
  }
}

/** Throws {@link NativeLoadError} for a file that is missing, cut off, or made for another system. */
export function checkBinary(path: string): void {
  let file;
  try {
    file = readBinaryFile(path);
  } catch (error) {
    throw new NativeLoadError('unknown', firstLine(error), error);
  }
  const platform = platforms[file.format];
  const { arch, whole } = file;
  // Of a file that is cut off early the architecture is not known.
  const foreign = arch === undefined ? whole : arch !== process.arch;
  if (file.format !== 'unknown' && (platform !== process.platform || foreign)) {
    throw new NativeLoadError(
      'wrong-architecture',
      `${path} is made for ${platform}-${arch ?? 'unknown'}, this is ${process.platform}-${process.arch}`,
    );
  }
  if (!whole) throw new NativeLoadError('damaged', `${path} is cut off or no binary`);
}

/** What the system's loader meant. */
export function loadErrorOf(error: unknown): NativeLoadError {
  const text = error instanceof Error ? error.message : String(error);
  const reason = patterns.find(([pattern]) => pattern.test(text))?.[1] ?? 'unknown';
  return new NativeLoadError(reason, firstLine(error), error);
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? '';
}
