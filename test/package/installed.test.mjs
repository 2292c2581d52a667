import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { arch, platform } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demo, expectDemo } from './helpers/expect-demo.mjs';
import { npmRetries } from '../../scripts/common/retry.mjs';
import { makeProject, npm, renamedNode, run } from './helpers/installed-package.mjs';

const node = process.execPath;

describe('the package, installed from its tarball', () => {
  /** @type {Awaited<ReturnType<typeof makeProject>>} */
  let project;
  /** @type {string} */
  let installed;
  beforeAll(async () => {
    project = await makeProject();
    installed = path.join(project.folder, 'node_modules', 'webrtc-session');
    const { code, stderr } = await project.install();
    expect(code, stderr).toBe(0);
  });
  afterAll(() => project.remove());

  test('has a binary for this machine, the licences of what is in it, and nothing to build', async () => {
    const files = await readdir(installed);
    expect(files).toContain('THIRD_PARTY_NOTICES');
    for (const name of ['build', 'native', 'CMakeLists.txt', 'binding.gyp', 'node_modules']) {
      expect(files).not.toContain(name);
    }
    expect(await readdir(path.join(installed, 'prebuilds'))).toContain(`${platform}-${arch}`);
  });

  test('makes a call: the demo, by its command', async () => {
    const options = { cwd: project.folder, env: { PREBUILDS_ONLY: '1' } };
    expectDemo(await npm(['exec', '--no', '--', 'webrtc-session', ...demo], options));
  });

  test('is the same for import and require, and tells its versions', async () => {
    const { code, stdout, stderr } = await run(node, ['probe.mjs'], { cwd: project.folder });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      versions: {
        libwebrtc: expect.stringMatching(/^M\d/),
        chromium: expect.stringMatching(/^\d+\./),
      },
      sameClasses: true,
      server: 'function',
    });
  });

  test('asks for no Node that it does not promise', async () => {
    const strict = await makeProject();
    const { code, stderr } = await strict.install({ options: ['--engine-strict'] });
    await strict.remove();
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('EBADENGINE');
  });

  test('works in Jest as Jest comes, with one of each class', async () => {
    const jest = await npm(
      ['install', '--prefer-offline', '--no-audit', ...npmRetries, 'jest@30'],
      {
        cwd: project.folder,
      },
    );
    expect(jest.code, jest.stderr).toBe(0);
    const { code, stderr } = await npm(['exec', '--no', '--', 'jest', 'in-jest'], {
      cwd: project.folder,
    });
    expect(code, stderr).toBe(0);
  });

  test('loads into an executable that is not called node', async () => {
    const renamed = await renamedNode(node, project.folder);
    const { code, stdout, stderr } = await run(renamed, ['probe.mjs'], {
      cwd: project.folder,
    });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout).executable).toBe(path.basename(renamed));
  });
});

describe.each([
  ['another processor', { npm_config_arch: 'arm64' }, 'arch=arm64'],
  ['another system', { npm_config_platform: 'darwin' }, 'platform=darwin'],
])('on a machine with %s', (_, env, named) => {
  /** @type {Awaited<ReturnType<typeof makeProject>>} */
  let project;
  beforeAll(async () => {
    project = await makeProject();
  });
  afterAll(() => project.remove());

  test('it installs, the first use of a context says what is missing, and the server works', async () => {
    const { code, stderr } = await project.install({ env });
    expect(code, stderr).toBe(0);
    const use = await run(node, ['first-use.mjs'], { cwd: project.folder, env });
    expect(use.stdout).toContain('NativeLoadError no-binary');
    expect(use.stdout).toContain(named);
    expect(use.stdout).toContain('there are prebuilt binaries for Windows x64');
    const served = await run(node, ['serve.mjs'], { cwd: project.folder, env });
    expect(served).toMatchObject({ code: 0, stdout: 'true\n' });
  });
});
