import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { StepError } from './errors.mjs';
import { cacheLayout } from './layout.mjs';
import { main } from './main.mjs';
import { parseOptions } from './options.mjs';
import { nodeReleases, provideNodeExe } from './wine/node-exe.mjs';
import { startTestMachine } from './wine/test-machine.mjs';
import { layOutTestTree } from './wine/test-tree.mjs';

const usage = `npm run test:windows [-- options] [-- test files]

Runs the suites of this repository with Windows' node.exe under Wine.

  --node MAJOR     20 or 22, may be repeated; both without it
  --project NAME   a vitest project, may be repeated; without it native, session and examples, and in
                   the first node.exe cli
  --minutes N      the watchdog ends a run that takes longer   45
  --cache DIR      as for build:windows
`;

const DEFAULT_PROJECTS = ['native', 'session', 'examples'];

/** Starts dozens of processes, which takes minutes, and is nowhere about the version of Node. */
const ONCE = ['cli'];

/** In the checkout: what vitest writes when it is done. Programs that Wine is made to end report the exit code 0. */
const RESULT = 'vitest.json';

/** @typedef {keyof typeof nodeReleases} Major */

/** @param {string[]} args */
function parseTestOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      node: { type: 'string', multiple: true, default: Object.keys(nodeReleases) },
      project: { type: 'string', multiple: true },
      minutes: { type: 'string', default: '45' },
      cache: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new RangeError(`--minutes must be positive, got "${values.minutes}"`);
  const majors = values.node.map(knownMajor);
  /** @param {Major} major */
  const projectsOf = (major) =>
    values.project ?? [...DEFAULT_PROJECTS, ...(major === majors[0] ? ONCE : [])];
  const cacheOption = values.cache === undefined ? [] : ['--cache', values.cache];
  return {
    help: values.help,
    minutes,
    majors,
    layout: cacheLayout(parseOptions(cacheOption, process.env).cache),
    /** @param {Major} major */
    vitest: (major) => [
      'run',
      ...['--reporter=default', '--reporter=./test/helpers/left-out-reporter.mjs'],
      ...['--reporter=json', `--outputFile.json=${RESULT}`],
      ...projectsOf(major).flatMap((name) => ['--project', name]),
      ...positionals,
    ],
  };
}

/** @param {string} text */
function knownMajor(text) {
  const major = Object.keys(nodeReleases).find((known) => known === text);
  if (!major) throw new RangeError(`--node must be 20 or 22, got "${text}"`);
  return /** @type {Major} */ (Number(major));
}

/**
 * Runs the suites in one version of node.exe.
 *
 * @param {Major} major
 * @param {ReturnType<typeof parseTestOptions>} options
 * @param {AbortSignal} interrupted
 * @returns {Promise<boolean>} Whether all is well.
 */
async function testWith(major, { layout, minutes, vitest }, interrupted) {
  const { version } = nodeReleases[major];
  const node = await provideNodeExe(major, layout);
  const machine = await startTestMachine(`wine-node-${major}`, layout);
  const stop = () => void machine.wine.stop();
  interrupted.addEventListener('abort', stop);
  try {
    const tree = path.join(machine.folder, 'checkout');
    await layOutTestTree(tree, layout);
    interrupted.throwIfAborted();
    console.log(`node.exe ${version} under Wine:`);
    const started = performance.now();
    const command = [node, 'node_modules/vitest/vitest.mjs', ...vitest(major)];
    const result = await machine.wine.run(command, {
      cwd: tree,
      timeoutMs: minutes * 60_000,
      env: { PREBUILDS_ONLY: '1', NO_COLOR: '1' },
      onOutput: (text) => process.stdout.write(text),
    });
    process.stderr.write(result.stderr);
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    const passed =
      !result.timedOut && result.code === 0 && (await succeeded(path.join(tree, RESULT)));
    const outcome = result.timedOut
      ? `ended by the watchdog after ${minutes} minutes`
      : `${passed ? 'passed' : 'failed'}, exit code ${result.code}`;
    console.log(`node.exe ${version} under Wine: ${outcome}, ${seconds} s`);
    return passed;
  } finally {
    interrupted.removeEventListener('abort', stop);
    await machine.stop();
  }
}

/**
 * Whether vitest got to its end, and found that all is well.
 *
 * @param {string} file
 */
async function succeeded(file) {
  try {
    const { success, numTotalTests } = JSON.parse(await readFile(file, 'utf8'));
    return success === true && numTotalTests > 0;
  } catch {
    return false;
  }
}

/** @param {ReturnType<typeof parseTestOptions>} options */
async function test(options) {
  const interruption = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    const reason = new StepError('suites', `interrupted by ${name}`, { remedy: 'run it again' });
    process.once(name, () => interruption.abort(reason));
  }
  for (const major of options.majors) {
    const passed = await testWith(major, options, interruption.signal);
    interruption.signal.throwIfAborted();
    if (!passed) process.exitCode = 1;
  }
}

await main('test:windows', async () => {
  const options = parseTestOptions(process.argv.slice(2));
  if (options.help) console.log(usage);
  else await test(options);
});
