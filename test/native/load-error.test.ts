import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readBinaryFile } from '../../lib/node/binary/binary-file.js';
import { checkNode } from '../../lib/node/binary/load-binding.js';
import { NativeLoadError } from '../../lib/node/binary/native-load-error.js';
import { loadErrorOf, openBinary } from '../../lib/node/binary/open-binary.js';
import { addonFile } from '../helpers/processes/addon-file.js';
import { runChild } from './helpers/child.js';
import { elfFile, peFile } from './helpers/crafted-binaries.js';

const run = promisify(execFile);

/** URL of a module of the built package. */
const built = (module: string): string =>
  new URL(`../../dist/node/binary/${module}`, import.meta.url).href;

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'webrtc-session-'));
  file = join(directory, 'webrtc-session.node');
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** What the package says of a file in the place of the binary. */
function failureOf(content?: Buffer): NativeLoadError {
  if (content) writeFileSync(file, content);
  try {
    openBinary(file);
  } catch (error) {
    if (error instanceof NativeLoadError) return error;
    throw error;
  }
  throw new Error('it was loaded');
}

/** A binary of this system for another processor, and one for this processor from another system. */
const foreign = {
  linux: { processor: elfFile('arm64'), bits: elfFile('ia32'), system: peFile('x64', 'a.dll') },
  win32: { processor: peFile('arm64', 'a.dll'), system: elfFile('x64') },
}[platform as 'linux' | 'win32'];

describe('a binary that does not load tells why', () => {
  test.each(Object.entries(foreign))('one that is made for another %s', (_, content) => {
    const error = failureOf(content);
    expect(error).toMatchObject({ name: 'NativeLoadError', reason: 'wrong-architecture' });
    expect(error.message).toContain(`this is ${platform}-${arch}`);
    expect(error.message).toContain(file);
  });

  test.each([0, 1, 40, 4096, 0.5, 0.999])('one of which only %d is left', (share) => {
    const whole = readFileSync(addonFile);
    const length = share > 0 && share < 1 ? Math.floor(whole.length * share) : share;
    const error = failureOf(whole.subarray(0, length));
    expect(error.reason).toBe('damaged');
    expect(error.message).toContain('reinstall the package');
  });

  test('one that is a web page', () => {
    const error = failureOf(Buffer.from('<!doctype html><title>502 Bad Gateway</title>'.repeat(9)));
    expect(error.reason).toBe('damaged');
  });

  test('one that is not there', () => {
    expect(failureOf()).toMatchObject({ reason: 'unknown', cause: { code: 'ENOENT' } });
  });

  test.runIf(platform === 'win32')('a DLL that is missing', async () => {
    writeFileSync(file, peFile('x64', 'no-such-library.dll'));
    // In a process of its own: one that failed to load a file may keep it open.
    const { stdout, stderr } = await runChild('open-binary.mjs', {
      args: [built('open-binary.js'), file],
    });
    expect(stdout, stderr).toBe('missing-library\n');
  });

  test.runIf(platform === 'linux')('a shared library that is missing', async () => {
    const needed = join(directory, 'libmissing.so');
    const source = join(directory, 'empty.c');
    writeFileSync(source, 'int missing(void) { return 0; }');
    await run('cc', ['-shared', '-fPIC', '-o', needed, source]);
    writeFileSync(source, 'int missing(void); int use(void) { return missing(); }');
    await run('cc', ['-shared', '-fPIC', '-o', file, source, `-L${directory}`, '-lmissing']);
    rmSync(needed);
    const error = failureOf();
    expect(error.reason).toBe('missing-library');
    expect(error.message).toContain('libmissing.so');
    expect(error.message).toContain('needs nothing but glibc');
  });

  test.each([
    ['unsupported-node', 'x.node requires Node-API version 9, but this version of Node.js only'],
    ['unsupported-node', '/x.node: undefined symbol: node_api_symbol_for'],
    ['missing-library', 'The specified module could not be found.\n\\\\?\\C:\\x.node'],
    ['missing-library', 'Module not found.\nZ:\\x.node'],
    ['unsupported-system', "/lib/libc.so.6: version `GLIBC_2.38' not found (required by x.node)"],
    ['unsupported-system', 'The specified procedure could not be found.\n\\\\?\\C:\\x.node'],
    ['unknown', 'Access is denied.'],
  ] as const)('%s is told from what the system says', (reason, message) => {
    const cause = new Error(message);
    expect(loadErrorOf(cause)).toMatchObject({ reason, cause });
  });
});

describe('the reader of binaries', () => {
  test('knows the one that is shipped', () => {
    const format = platform === 'win32' ? 'pe' : 'elf';
    expect(readBinaryFile(addonFile)).toEqual({ format, arch, whole: true });
  });

  test.each([
    ['ELF for x64', elfFile('x64'), { format: 'elf', arch: 'x64' }],
    ['ELF for 32 bits', elfFile('ia32'), { format: 'elf', arch: 'ia32' }],
    ['a DLL for ARM', peFile('arm64', 'a.dll'), { format: 'pe', arch: 'arm64' }],
  ] as const)('knows %s, and when its last byte is missing', (_, content, expected) => {
    writeFileSync(file, content);
    expect(readBinaryFile(file)).toEqual({ ...expected, whole: true });
    writeFileSync(file, content.subarray(0, -1));
    expect(readBinaryFile(file)).toEqual({ ...expected, whole: false });
  });

  test('knows a macOS binary when it sees one', () => {
    writeFileSync(file, Buffer.from('cffaedfe0700000103000000', 'hex'));
    expect(readBinaryFile(file).format).toBe('mach-o');
  });
});

describe('before any file is looked at', () => {
  test.each(['18.20.4', '20.18.3', '16.0.0'])('Node %s is too old', (version) => {
    expect(() => {
      checkNode(version);
    }).toThrow(expect.objectContaining({ reason: 'unsupported-node' }) as Error);
  });

  test.each(['20.19.0', '22.0.0', '24.1.0'])('Node %s is not', (version) => {
    expect(() => {
      checkNode(version);
    }).not.toThrow();
  });

  test.each([
    ['another processor', { npm_config_arch: 'arm64' }],
    ['another system', { npm_config_platform: 'darwin' }],
  ])('a package without a binary for %s says so, and where there is one', async (_, target) => {
    const { stdout } = await runChild('load-binding.mjs', {
      args: [built('load-binding.js')],
      env: { PREBUILDS_ONLY: '1', ...target },
    });
    expect(stdout).toContain('NativeLoadError no-binary');
    expect(stdout).toContain('there are prebuilt binaries for Windows x64');
  });
});
