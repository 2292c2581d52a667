import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { NativeLoadError } from '../../lib/native/load-error.js';
import { runChild } from './helpers/child.js';

const run = promisify(execFile);
const binary = fileURLToPath(new URL('../../build/Release/webrtc-session.node', import.meta.url));

describe('a binary that does not load tells why', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'webrtc-session-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** What the dynamic loader says of a file in the place of the binary. */
  function loadFailure(prepare: (path: string) => void): NativeLoadError {
    const path = join(directory, 'webrtc-session.node');
    prepare(path);
    try {
      process.dlopen({ exports: {} }, path);
    } catch (error) {
      return new NativeLoadError(error);
    }
    throw new Error('it was loaded');
  }

  test('a binary of another architecture', () => {
    // A 32-bit ELF header.
    const header = Buffer.concat([Buffer.from('7f454c46010101', 'hex'), Buffer.alloc(256)]);
    const error = loadFailure((path) => {
      writeFileSync(path, header);
    });
    expect(error).toMatchObject({ name: 'NativeLoadError', reason: 'wrong-architecture' });
    expect(error.message).toContain(`${process.platform}-${process.arch}`);
  });

  test('a library that is missing', async () => {
    const needed = join(directory, 'libmissing.so');
    const source = join(directory, 'empty.c');
    writeFileSync(source, 'int missing(void) { return 0; }');
    await run('cc', ['-shared', '-fPIC', '-o', needed, source]);
    writeFileSync(source, 'int missing(void); int use(void) { return missing(); }');
    const output = join(directory, 'needs.node');
    await run('cc', ['-shared', '-fPIC', '-o', output, source, `-L${directory}`, '-lmissing']);
    rmSync(needed);
    const error = loadFailure((path) => {
      cpSync(output, path);
    });
    expect(error).toMatchObject({ reason: 'missing-library' });
    expect(error.message).toContain('libmissing.so');
  });

  test.each([
    ['no-binary', 'No native build was found for platform=linux arch=arm64'],
    ['wrong-architecture', '\\\\?\\C:\\x.node is not a valid Win32 application.'],
    ['missing-library', 'The specified module could not be found.\n\\\\?\\C:\\x.node'],
    ['unsupported-system', "/lib/libc.so.6: version `GLIBC_2.38' not found (required by x.node)"],
    ['unknown', 'something else'],
  ] as const)('%s is told from what the system says', (reason, message) => {
    expect(new NativeLoadError(new Error(message)).reason).toBe(reason);
  });
});

test('loading the binary starts no thread', async () => {
  const { stdout } = await runChild(
    `const { readdirSync } = require('node:fs');
     const before = readdirSync('/proc/self/task').length;
     process.dlopen({ exports: {} }, process.env.WEBRTC_SESSION_BINARY);
     console.log(readdirSync('/proc/self/task').length - before);`,
  );
  expect(stdout).toBe('0\n');
});

test('the binary loads a second time', () => {
  expect(() => {
    process.dlopen({ exports: {} }, binary);
  }).not.toThrow();
});
