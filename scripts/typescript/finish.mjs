// What belongs into dist besides what the compiler makes.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/inputs.mjs';
import { buildPage } from './page.mjs';

/** The entries for `require()`, which are written by hand: the compiler would make them call Jest's `require`. */
for (const entry of ['index.cjs', 'index.d.cts', 'server/index.cjs', 'server/index.d.cts']) {
  copyFileSync(join(root, 'lib', entry), join(root, 'dist', entry));
}

await buildPage();
