import path from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSessionServer } from '../../dist/server/index.js';
import { cacheLayout, repository } from '../../scripts/windows/layout.mjs';
import { parseOptions } from '../../scripts/windows/options.mjs';
import { provideNodeExe } from '../../scripts/windows/wine/node-exe.mjs';
import { startTestMachine } from '../../scripts/windows/wine/test-machine.mjs';
import { layOutTestTree } from '../../scripts/windows/wine/test-tree.mjs';

const TIMEOUT_MS = 240_000;
const layout = cacheLayout(parseOptions([], process.env).cache);
const script = path.join('test', 'windows', 'session', 'peer.mjs');

/** @type {import('../../scripts/windows/wine/test-machine.mjs').TestMachine} */
let machine;
/** @type {string} */
let checkout;
beforeAll(async () => {
  machine = await startTestMachine('session', layout);
  checkout = path.join(machine.folder, 'checkout');
  await layOutTestTree(checkout, layout);
}, 600_000);
afterAll(() => machine?.stop());

/**
 * @param {Record<string, string>} env
 * @returns {Promise<string>} What it printed.
 */
async function runHere(env) {
  const options = { cwd: repository, env: { ...process.env, ...env }, timeout: TIMEOUT_MS };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script], options);
  expect(stderr).toBe('');
  return stdout;
}

/**
 * @param {20 | 22} major
 * @param {Record<string, string>} env
 * @returns {Promise<string>} What it printed.
 */
async function runOnWindows(major, env) {
  const node = await provideNodeExe(major, layout);
  const result = await machine.wine.run([node, script], {
    cwd: checkout,
    env: { PREBUILDS_ONLY: '1', ...env },
    timeoutMs: TIMEOUT_MS,
  });
  expect(result).toMatchObject({ code: 0, timedOut: false, stderr: '' });
  return result.stdout;
}

describe.each(/** @type {const} */ ([20, 22]))('Windows node.exe %s and Linux', (major) => {
  test.each(['vp8', 'vp9', 'h264', 'av1'])(
    'see, hear and signal each other, over %s',
    async (codec) => {
      const server = await createSessionServer();
      try {
        const { sessionId } = await server.createSession();
        /** @param {Record<string, unknown>} peer */
        const environment = async (peer) => ({
          API_URL: server.url,
          API_KEY: server.apiKey,
          SESSION_ID: sessionId,
          TOKEN: await server.generateToken(sessionId),
          PEER: JSON.stringify({ codec, ...peer }),
        });
        const here = { width: 320, height: 240, frequency: 440 };
        const there = { width: 640, height: 360, frequency: 1000 };
        const [linux, windows] = await Promise.all([
          runHere(await environment(here)),
          runOnWindows(major, await environment(there)),
        ]);
        expectReceived(JSON.parse(linux), { platform: 'linux', from: 'win32' }, there);
        expectReceived(JSON.parse(windows), { platform: 'win32', from: 'linux' }, here);
      } finally {
        await server.close();
      }
    },
  );
});

/**
 * @param {any} report Of one peer.
 * @param {{ platform: string, from: string }} ends
 * @param {{ width: number, height: number, frequency: number }} sent What the other sent.
 */
function expectReceived(report, ends, { width, height, frequency }) {
  expect(report).toMatchObject(ends);
  expect(report.video.sizes).toEqual([`${width}x${height}`]);
  const { counters } = report.video;
  expect(counters).toEqual([...new Set(counters)].sort((a, b) => a - b));
  expect(report.sound.sampleRate).toBe(48_000);
  expect(Math.abs(report.sound.frequency - frequency)).toBeLessThan(frequency / 50);
  expect(report.received).toEqual(Array.from({ length: 20 }, (_, number) => number));
}
