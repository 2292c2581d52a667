import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheLayout } from '../../scripts/windows/layout.mjs';
import { parseOptions } from '../../scripts/windows/options.mjs';
import { nodeReleases, provideNodeExe } from '../../scripts/windows/wine/node-exe.mjs';
import { startTestMachine } from '../../scripts/windows/wine/test-machine.mjs';
import { layOutTestTree } from '../../scripts/windows/wine/test-tree.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * @typedef {object} Machine
 * @property {string} name
 * @property {(module: string, work: object, timeoutMs: number) => Promise<any>} run runs a module of this folder, which finds
 *   `work` in BENCH_WORK and prints one line of JSON
 * @property {() => Promise<void>} stop
 */

/** @returns {Machine} the machine this runs on */
export function linux() {
  return {
    name: `Linux, Node ${process.versions.node}`,
    async run(module, work, timeoutMs) {
      const { stdout } = await promisify(execFile)(process.execPath, [`bench/windows/${module}`], {
        cwd: root,
        env: { ...process.env, BENCH_WORK: JSON.stringify(work) },
        timeout: timeoutMs,
      });
      return JSON.parse(stdout);
    },
    stop: async () => undefined,
  };
}

/**
 * @param {keyof typeof nodeReleases} major of node.exe
 * @returns {Promise<Machine>} Windows under Wine
 */
export async function windows(major) {
  const layout = cacheLayout(parseOptions([], process.env).cache);
  const machine = await startTestMachine('bench', layout);
  const checkout = path.join(machine.folder, 'checkout');
  await layOutTestTree(checkout, layout);
  const node = await provideNodeExe(major, layout);
  return {
    name: `Wine, node.exe ${nodeReleases[major].version}`,
    async run(module, work, timeoutMs) {
      const result = await machine.wine.run([node, `bench/windows/${module}`], {
        cwd: checkout,
        env: { PREBUILDS_ONLY: '1', BENCH_WORK: JSON.stringify(work) },
        timeoutMs,
      });
      if (result.code !== 0) {
        throw new Error(`${module} under Wine: exit code ${result.code}\n${result.stderr}`);
      }
      return JSON.parse(result.stdout);
    },
    stop: machine.stop,
  };
}
