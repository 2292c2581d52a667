import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Format } from 'esbuild';
import { afterEach, describe, expect, test } from 'vitest';
import { root } from '../helpers/bundle.js';

const run = promisify(execFile);

const program = `
  import { Context, Publisher, NativeLoadError } from 'webrtc-session';
  try {
    new Publisher(Context.instance, { video: false });
    console.log('loaded');
  } catch (error) {
    console.log(error instanceof NativeLoadError, error.reason, error.message);
  }
`;

/** What esbuild's users put before an ES module that has CommonJS packages in it. */
const withRequire =
  "import { createRequire as make } from 'node:module'; const require = make(import.meta.url);";

/** An application's folder. */
let folder: string;
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Bundles the program as an application would, and runs what comes out. */
async function runBundle(format: Format, external: readonly string[]): Promise<string> {
  const outfile = join(folder, format === 'esm' ? 'app.mjs' : 'app.cjs');
  await build({
    stdin: { contents: program, resolveDir: root },
    banner: format === 'esm' ? { js: withRequire } : {},
    ...{ outfile, format, external: [...external], bundle: true },
    ...{ platform: 'node', target: 'node20', logLevel: 'silent' },
  });
  return (await run(process.execPath, [outfile], { cwd: folder })).stdout;
}

/** Where the package under test is not found. */
function outside(): string {
  return mkdtempSync(join(tmpdir(), 'webrtc-session-bundled-'));
}

/** Where it is found by its name, as by an application that has installed it (Wine follows no links of our making). */
function inside(): string {
  mkdirSync(join(root, 'build'), { recursive: true });
  return mkdtempSync(join(root, 'build/bundled-'));
}

describe.each(['esm', 'cjs'] as const)('an application that is bundled as %s', (format) => {
  test('is told to leave the package out of its bundle', async () => {
    folder = outside();
    const output = await runBundle(format, []);
    expect(output).toMatch(/^true bundled /);
    expect(output).toContain('mark webrtc-session as external');
    expect(output).not.toContain('reinstall');
  });

  test('loads the binary of the installed package, which is left out', async () => {
    folder = inside();
    expect(await runBundle(format, ['webrtc-session'])).toBe('loaded\n');
  });
});
