import path from 'node:path';
import { parseArgs } from 'node:util';
import { StepError } from './errors.mjs';
import { cacheLayout } from './layout.mjs';
import { parseOptions } from './options.mjs';
import { nodeReleases, provideNodeExe } from './wine/node-exe.mjs';
import { layOutTestTree } from './wine/test-tree.mjs';
import { WineMachine } from './wine/wine-machine.mjs';

const usage = `npm run test:windows [-- options] [-- vitest options]

Runs the suites of this repository with Windows' node.exe under Wine.

  --node MAJOR     20 or 22; both without it
  --project NAME   a vitest project, may be repeated; native, session, examples and cli without it
  --minutes N      the watchdog ends a run that takes longer   30
  --cache DIR      as for build:windows
`;

const DEFAULT_PROJECTS = ['native', 'session', 'examples', 'cli'];

/** @param {string[]} args */
async function test(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      node: { type: 'string', multiple: true, default: Object.keys(nodeReleases) },
      project: { type: 'string', multiple: true, default: DEFAULT_PROJECTS },
      minutes: { type: 'string', default: '30' },
      cache: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) throw new RangeError(`--minutes must be positive, got "${values.minutes}"`);
  const majors = values.node.map(knownMajor);

  const cacheOption = values.cache === undefined ? [] : ['--cache', values.cache];
  const layout = cacheLayout(parseOptions(cacheOption, process.env).cache);
  const tree = await layOutTestTree(layout);
  const projects = values.project.flatMap((name) => ['--project', name]);

  for (const major of majors) {
    const node = await provideNodeExe(major, layout);
    const log = path.join(layout.logs, `wine-node-${major}.log`);
    const machine = await WineMachine.start(path.join(layout.work, `wine-node-${major}`), { log });
    try {
      const vitest = [path.join('node_modules', 'vitest', 'vitest.mjs'), 'run'];
      const started = performance.now();
      const result = await machine.run([node, ...vitest, ...projects, ...positionals], {
        cwd: tree,
        timeoutMs: minutes * 60_000,
        env: { PREBUILDS_ONLY: '1', NO_COLOR: '1' },
      });
      console.log(result.stdout + result.stderr);
      const seconds = ((performance.now() - started) / 1000).toFixed(0);
      const outcome = result.timedOut
        ? `ended after ${minutes} minutes`
        : `exit code ${result.code}`;
      console.log(`node.exe ${nodeReleases[major].version} under Wine: ${outcome}, ${seconds} s`);
      if (result.timedOut || result.code !== 0) process.exitCode = 1;
    } finally {
      await machine.stop();
    }
  }
}

/** @param {string} text */
function knownMajor(text) {
  const major = Object.keys(nodeReleases).find((known) => known === text);
  if (!major) throw new RangeError(`--node must be 20 or 22, got "${text}"`);
  return /** @type {keyof typeof nodeReleases} */ (Number(major));
}

try {
  await test(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof StepError ? error.report() : error);
  process.exitCode = 1;
}
