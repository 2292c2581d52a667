import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../setup/inputs.mjs';

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), 'utf8');

/**
 * Makes the server's page: one file with everything in it, because it is served without anything from elsewhere.
 *
 * @returns {Promise<number>} its bytes
 */
export async function buildPage() {
  const options = /** @type {const} */ ({
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    target: 'es2023',
    logLevel: 'warning',
    legalComments: 'eof',
  });
  const [script, style] = await Promise.all([
    build({
      ...options,
      entryPoints: ['lib/page/main.tsx'],
      ...{ platform: 'browser', format: 'iife', tsconfig: 'lib/page/tsconfig.json' },
    }),
    build({ ...options, entryPoints: ['lib/page/style.css'] }),
  ]);
  // Their text must not end the element that it stands in.
  const code = script.outputFiles[0].text.replaceAll('</script', '<\\/script');
  const css = read('node_modules/uplot/dist/uPlot.min.css') + style.outputFiles[0].text;
  const html = read('lib/page/index.html')
    .replace('<!-- style -->', () => `<style>${css}</style>`)
    .replace('<!-- script -->', () => `<script>${code}</script>`);
  mkdirSync(join(root, 'dist/page'), { recursive: true });
  writeFileSync(join(root, 'dist/page/index.html'), html);
  return Buffer.byteLength(html);
}
