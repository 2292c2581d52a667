import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cacheLayout } from '../../scripts/windows/layout.mjs';
import { parseOptions } from '../../scripts/windows/options.mjs';
import { nodeReleases, provideNodeExe } from '../../scripts/windows/wine/node-exe.mjs';
import { WineMachine } from '../../scripts/windows/wine/wine-machine.mjs';
import { demo, expectDemo } from './helpers/expect-demo.mjs';
import { makeProject, renamedNode } from './helpers/installed-package.mjs';

const layout = cacheLayout(parseOptions([], process.env).cache);
const majors = /** @type {(keyof typeof nodeReleases)[]} */ (Object.keys(nodeReleases).map(Number));

/** @type {Awaited<ReturnType<typeof makeProject>>} */
let project;
/** @type {WineMachine} */
let machine;
beforeAll(async () => {
  project = await makeProject();
  // Scripts would run in this machine's Node, not in the one that the files are for.
  const options = ['--os=win32', '--cpu=x64', '--ignore-scripts'];
  const { code, stderr } = await project.install({ options });
  expect(code, stderr).toBe(0);
  machine = await WineMachine.start(path.join(project.folder, 'wine'), {
    log: path.join(layout.logs, 'wine-package.log'),
  });
});
afterAll(async () => {
  await machine?.stop();
  await project.remove();
});

/** @param {string[]} command */
const inWindows = (command) => machine.run(command, { cwd: project.folder, timeoutMs: 150_000 });

const command = path.join('node_modules', 'webrtc-session', 'dist', 'cli', 'main.js');

describe.each(majors)('the package, laid out for Windows, in node.exe %d under Wine', (major) => {
  /** @type {string} */
  let node;
  beforeAll(async () => {
    node = await provideNodeExe(major, layout);
  });

  test('makes a call: the demo', async () => {
    expectDemo(await inWindows([node, command, ...demo]));
  });

  // Stands in for electron.exe: Node-API has to come from the process, whatever its file is called.
  test('loads into an executable that is not called node.exe', async () => {
    const renamed = await renamedNode(node, project.folder);
    const { code, stdout, stderr } = await inWindows([renamed, 'probe.mjs']);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      executable: 'our-application.exe',
      sameClasses: true,
      versions: { chromium: expect.stringMatching(/^1\d\d\./), opus: expect.any(String) },
    });
  });
});
