import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const { path } = createRequire(import.meta.url)('node-gyp-build') as {
  path: (directory: string) => string;
};

/** The binary that the package loads here: what was built, or else the prebuild. */
export const addonFile = path(fileURLToPath(new URL('../../../', import.meta.url)));
