import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { npmRetries } from '../../../scripts/common/retry.mjs';
import { removeTree } from '../../../scripts/windows/wine/remove-tree.mjs';

const root = path.resolve(import.meta.dirname, '../../..');
const programs = path.resolve(import.meta.dirname, '../programs');

/** What `npm run package` made. */
export async function tarball() {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return path.join(root, 'build', 'package', `webrtc-session-${version}.tgz`);
}

/**
 * @typedef {object} Result
 * @property {number | null} code
 * @property {string} stdout
 * @property {string} stderr
 */

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<Result>}
 */
export async function run(command, args, { cwd, env = {} }) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}

/**
 * npm, by its script: on Windows its command is a batch file, which cannot be started without a shell.
 *
 * @param {string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  return script ? run(process.execPath, [script, ...args], options) : run('npm', args, options);
}

/** A project somewhere else than the checkout, with nothing in it but the programs beside this folder. */
export async function makeProject() {
  const folder = await mkdtemp(path.join(tmpdir(), 'webrtc-session-user-'));
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  await cp(programs, folder, { recursive: true });
  return {
    folder,
    /**
     * Installs the tarball as a user does.
     *
     * @param {{ options?: string[], env?: NodeJS.ProcessEnv }} [how]
     */
    install: async ({ options = [], env = {} } = {}) =>
      npm(
        ['install', '--prefer-offline', '--no-audit', ...npmRetries, ...options, await tarball()],
        {
          cwd: folder,
          env,
        },
      ),
    remove: () => removeTree(folder),
  };
}

/**
 * Copies Node's executable under another name, as Electron and packaged applications have it.
 *
 * @param {string} node
 * @param {string} folder
 */
export async function renamedNode(node, folder) {
  const copy = path.join(folder, `our-application${path.extname(node)}`);
  await cp(node, copy);
  return copy;
}
