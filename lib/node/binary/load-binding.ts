import { createRequire } from 'node:module';
import { dirname } from 'node:path';

import type * as binding from '../../../binding.js';
import { NativeLoadError } from './native-load-error.js';
import { checkBinary, openBinary } from './open-binary.js';

/** What the binary exports. */
export type Binding = typeof binding;

interface NodeGypBuild {
  /** Finds the file for this platform. */
  path(directory: string): string;
}

/** As in `engines` of package.json. */
const oldestNode = [20, 19] as const;

let loaded: Binding | undefined;
/** Where it is, once it was looked at. */
let found: string | undefined;

/**
 * The native binary, loaded by the first call: `build/Release` in a checkout, `prebuilds` in an installed package or with
 * `PREBUILDS_ONLY=1`.
 *
 * Throws {@link NativeLoadError}.
 */
export function loadBinding(): Binding {
  loaded ??= load();
  return loaded;
}

/**
 * Looks for the binary and at its first bytes, and loads nothing: a client of signals alone goes without. Whether the system
 * can load it shows when it is loaded.
 *
 * Throws {@link NativeLoadError}.
 */
export function checkBinding(): void {
  found ??= findChecked();
}

function findChecked(): string {
  checkNode(process.versions.node);
  const path = findBinary();
  checkBinary(path);
  return path;
}

function load(): Binding {
  const exports = openBinary((found ??= findChecked())) as Binding;
  // Cleanup hooks of addons do not run on process.exit(), and libwebrtc's threads must not outlive main().
  process.once('exit', () => {
    exports.shutdown();
  });
  return exports;
}

/** Throws {@link NativeLoadError} for a Node.js that is too old. */
export function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new NativeLoadError('unsupported-node', `Node.js ${version} is too old`);
}

function findBinary(): string {
  const require = packageRequire();
  try {
    const nodeGypBuild = require('node-gyp-build') as NodeGypBuild;
    return nodeGypBuild.path(dirname(require.resolve('webrtc-session/package.json')));
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new NativeLoadError('no-binary', text.split('\n', 1)[0] ?? '', error);
  }
}

/**
 * Finds the package by its name: that works in lib as in dist, and in an application's bundle next to its node_modules.
 *
 * @throws NativeLoadError `'bundled'` where this code has been moved away from the package.
 */
function packageRequire(): NodeJS.Require {
  try {
    // Bundles in CommonJS have no URL here.
    const require = createRequire(import.meta.url);
    require.resolve('webrtc-session/package.json');
    return require;
  } catch (error) {
    throw new NativeLoadError('bundled', 'the package is not installed where its code runs', error);
  }
}
