import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { startDaemon } from '../../../scripts/windows/wine/daemon.mjs';
import { startScreen } from '../../../scripts/windows/wine/screen.mjs';
import { WineMachine } from '../../../scripts/windows/wine/wine-machine.mjs';
import { testPicture } from '../../devices/helpers/pictures.js';
import { drawOnRoot } from '../../devices/helpers/root-window.js';
import { XConnection } from '../../devices/helpers/x-connection.js';
import { temporaryFolder } from './temporary-folder.mjs';

/**
 * Puts shell scripts in front of the programs of the same name.
 *
 * @param {import('vitest').TestContext['onTestFinished']} onTestFinished
 * @param {Record<string, string>} programs
 */
async function withPrograms(onTestFinished, programs) {
  const folder = await temporaryFolder(onTestFinished);
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    await chmod(path.join(bin, name), 0o755);
  }
  vi.stubEnv('PATH', `${bin}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  return { machine: path.join(folder, 'machine'), log: path.join(folder, 'wine.log') };
}

const healthy = { wineboot: '', wine: 'exec "$@"', winecfg: '', wineserver: '' };
const compiler = { 'x86_64-w64-mingw32-gcc-posix': '' };

test('a Wine that does not start is told, with what to do and where to look', async ({
  onTestFinished,
}) => {
  const { machine, log } = await withPrograms(onTestFinished, {
    ...healthy,
    wineboot: 'echo "wine: error: could not load kernel32.dll" >&2; exit 1',
  });
  await expect(WineMachine.start(machine, { log })).rejects.toMatchObject({
    name: 'StepError',
    step: 'wine: start',
    message: 'wineboot: wine: error: could not load kernel32.dll',
    remedy: expect.stringContaining('--with wine'),
    log,
  });
});

test('a program gets files, and its output and exit code come back', async ({ onTestFinished }) => {
  const { machine, log } = await withPrograms(onTestFinished, { ...healthy, ...compiler });
  const wine = await WineMachine.start(machine, { log });
  const script = 'test -f /proc/self/fd/1 && echo out; echo err >&2; exit 3';
  let seen = '';
  const result = await wine.run(['sh', '-c', script], {
    cwd: '/',
    timeoutMs: 60_000,
    onOutput: (text) => (seen += text),
  });
  expect(result).toEqual({ code: 3, timedOut: false, stdout: 'out\n', stderr: 'err\n' });
  expect(seen).toBe('out\n');
});

test.for([
  // As the real one: its programs do not survive it.
  ['hangs', 'test "$1" = -k && kill "$(cat "$WINEPREFIX/pid")"; exit 0'],
  ['hangs and is lost to Wine', 'exit 1'],
])('the watchdog ends a program that %s', async ([, wineserver = ''], { onTestFinished }) => {
  const programs = { ...healthy, ...compiler, wineserver };
  const { machine, log } = await withPrograms(onTestFinished, programs);
  const wine = await WineMachine.start(machine, { log });
  await mkdir(path.join(machine, 'prefix'), { recursive: true });
  const script = 'echo $$ > "$WINEPREFIX/pid"; exec sleep 600';
  const result = await wine.run(['sh', '-c', script], { cwd: '/', timeoutMs: 500 });
  expect(result).toMatchObject({ code: 128, timedOut: true });
});

test('a helper that ends before it is of use is told', async ({ onTestFinished }) => {
  const { log } = await withPrograms(onTestFinished, { Xvfb: 'echo "no room" >&2; exit 5' });
  const never = () => new Promise(() => undefined);
  await expect(
    startDaemon(['Xvfb'], { step: 'screen: start', log, ready: never }),
  ).rejects.toMatchObject({
    step: 'screen: start',
    message: 'Xvfb: it ended with exit code 5',
    remedy: expect.stringContaining('--with wine'),
    log,
  });
});

test('what is drawn on the screen stays there when its last program has left', async ({
  onTestFinished,
}) => {
  const { log } = await withPrograms(onTestFinished, {});
  const screen = await startScreen({ log });
  onTestFinished(screen.stop);
  const picture = testPicture(64, 1);
  await drawOnRoot(screen.display, picture);

  const server = await XConnection.open(screen.display);
  onTestFinished(() => server[Symbol.dispose]());
  const [getImage, zPixmap, allPlanes] = [73, 2, 0xffffffff];
  const size = picture.width | (picture.height << 16);
  const reply = await server.ask(getImage, zPixmap, [server.root, 0, size, allPlanes]);
  // The fourth byte of a pixel counts for nothing.
  const colours = (/** @type {Uint8Array} */ bytes) => [...bytes].filter((_, i) => i % 4 !== 3);
  expect(colours(reply.subarray(32))).toEqual(colours(picture.pixels));
});
