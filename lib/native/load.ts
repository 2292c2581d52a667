import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import type * as binding from '../../binding.js';
import { NativeLoadError } from './load-error.js';

/** What the binary exports. */
export type Binding = typeof binding;

/** The package's root, from `lib/native` as from `dist/native`. */
const root = fileURLToPath(new URL('../../', import.meta.url));

let loaded: Binding | undefined;

/**
 * The native binary, loaded by the first call: `build/Release` in a checkout, `prebuilds` in an installed package.
 * Throws {@link NativeLoadError}.
 */
export function loadBinding(): Binding {
  loaded ??= load();
  return loaded;
}

function load(): Binding {
  const require = createRequire(import.meta.url);
  const nodeGypBuild = require('node-gyp-build') as (directory: string) => Binding;
  let exports: Binding;
  try {
    exports = nodeGypBuild(root);
  } catch (error) {
    throw new NativeLoadError(error);
  }
  // Cleanup hooks of addons do not run on process.exit(), and libwebrtc's threads must not outlive main().
  process.once('exit', () => {
    exports.shutdown();
  });
  return exports;
}
