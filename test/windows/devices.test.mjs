import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSessionServer } from '../../dist/server/index.js';
import { cacheLayout } from '../../scripts/windows/layout.mjs';
import { parseOptions } from '../../scripts/windows/options.mjs';
import { provideNodeExe } from '../../scripts/windows/wine/node-exe.mjs';
import { endpointNames } from '../../scripts/windows/wine/sound-card.mjs';
import { startTestMachine } from '../../scripts/windows/wine/test-machine.mjs';
import { layOutTestTree } from '../../scripts/windows/wine/test-tree.mjs';
import { WineMachine } from '../../scripts/windows/wine/wine-machine.mjs';
import { testPicture } from '../devices/helpers/pictures.js';
import { drawOnRoot } from '../devices/helpers/root-window.js';
import { loadBinding } from '../../lib/node/binary/load-binding.js';
import { psnr, read } from '../native/helpers/pixels.js';
import { makeTone, measureTone } from './devices/tone.mjs';

const TIMEOUT_MS = 240_000;
const layout = cacheLayout(parseOptions([], process.env).cache);

/** @type {import('../../scripts/windows/wine/test-machine.mjs').TestMachine} */
let machine;
/** @type {string} */
let checkout;
beforeAll(async () => {
  machine = await startTestMachine('devices', layout);
  checkout = path.join(machine.folder, 'checkout');
  await layOutTestTree(checkout, layout);
}, 600_000);
afterAll(() => machine?.stop());

describe.each(/** @type {const} */ ([20, 22]))('Windows node.exe %s', (major) => {
  /**
   * @param {string} program
   * @param {Record<string, string>} [env]
   */
  const run = (program, env = {}) => printedBy(machine.wine, major, program, env);

  test('lists the endpoints of the sound card by name, the screen, and no camera', async () => {
    const found = await run('list.mjs');
    expect(found.cameras).toEqual([]);
    const microphone = expect.stringContaining(endpointNames.microphone);
    const loudspeaker = expect.stringContaining(endpointNames.loudspeaker);
    const id = expect.stringMatching(/^\{0\.0\.[01]\.0{8}\}\.\{[\da-f-]{36}\}$/i);
    expect(found.microphones).toContainEqual({ id, name: microphone });
    expect(found.speakers).toContainEqual({ id, name: loudspeaker });
    expect(found.screens).toEqual([{ id: 'screen:0', name: 'Screen 1', width: 1280, height: 720 }]);
    expect(found.unknown).toBe(1);
    expect(found.mixed).toMatch(/^TypeError: options\.audio must be true or false/);
  });

  test('captures the screen as it is', async () => {
    const drawn = testPicture(1280, 720);
    await drawOnRoot(machine.display, drawn);
    const file = path.join(machine.folder, `screen-${major}.i420`);
    const { screen, sizes } = await run('screen.mjs', { PICTURE: file });
    expect(sizes).toEqual([[screen.width, screen.height]]);
    const captured = await readFile(file);
    const frame = loadBinding().Frame.fromBuffer({
      format: 'bgra',
      width: drawn.width,
      height: drawn.height,
      data: drawn.pixels,
    });
    expect(psnr(captured, read(frame, 'i420'))).toBe(Infinity);
    frame.close();
  });

  test.each([
    ['a screen is captured', 'screen'],
    ['sound is recorded and played', 'sound'],
  ])('a process ends with its own status while %s', async (_, what) => {
    for (let i = 0; i < 5; i += 1) {
      const result = await start(machine.wine, major, 'exit.mjs', { WHAT: what });
      expect(result).toMatchObject({ code: 7, timedOut: false, stderr: '' });
    }
  });

  test('records one tone and plays another', async () => {
    const [heard, played] = [440, 1000];
    const sampleRate = 48_000;
    const room = await openRoom();
    const hum = hear('wire', makeTone({ frequency: heard, sampleRate, seconds: 1 }));
    const listener = listenTo('loudspeaker.monitor');
    try {
      const { recorded } = await run('sound.mjs', {
        ...room.env,
        SOUND: JSON.stringify({ ...endpointNames, frequency: played, seconds: 4 }),
      });
      expect(recorded.seconds).toBeGreaterThan(1);
      expect(Math.abs(recorded.frequency - heard)).toBeLessThan(heard / 100);
      const loudspeaker = measureTone(await listener.stop(), sampleRate);
      expect(loudspeaker.seconds).toBeGreaterThan(1);
      expect(Math.abs(loudspeaker.frequency - played)).toBeLessThan(played / 100);
    } finally {
      await Promise.all([hum.stop(), listener.stop(), room.close()]);
    }
  });
});

describe('Windows node.exe without sound devices', () => {
  /** @type {WineMachine} */
  let silent;
  beforeAll(async () => {
    const log = path.join(layout.logs, 'devices.log');
    silent = await WineMachine.start(path.join(machine.folder, 'silent'), { log });
    const drivers = ['HKCU\\Software\\Wine\\Drivers', '/v', 'Audio', '/d', '', '/f'];
    const command = ['reg', 'add', ...drivers];
    const done = await silent.run(command, { cwd: machine.folder, timeoutMs: TIMEOUT_MS });
    expect(done.code).toBe(0);
  }, 600_000);
  afterAll(() => silent?.stop());

  test('records silence, and receives sound all the same', async () => {
    const room = await openRoom();
    try {
      const frequency = 1000;
      const SOUND = JSON.stringify({ frequency, seconds: 2 });
      const printed = await printedBy(silent, 22, 'no-sound.mjs', { ...room.env, SOUND });
      expect(printed).toMatchObject({ microphones: [], speakers: [] });
      expect(Math.abs(printed.heard.frequency - frequency)).toBeLessThan(frequency / 100);
    } finally {
      await room.close();
    }
  });
});

/**
 * Runs one of `devices/` on a Windows machine.
 *
 * @param {WineMachine} wine
 * @param {20 | 22} major
 * @param {string} program
 * @param {Record<string, string>} env
 */
async function start(wine, major, program, env) {
  const node = await provideNodeExe(major, layout);
  const script = path.join('test', 'windows', 'devices', program);
  return wine.run([node, script], {
    cwd: checkout,
    env: { PREBUILDS_ONLY: '1', ...env },
    timeoutMs: TIMEOUT_MS,
  });
}

/**
 * The same, to its good end.
 *
 * @param {Parameters<typeof start>} args
 * @returns {Promise<any>} What it printed.
 */
async function printedBy(...args) {
  const result = await start(...args);
  expect(result).toMatchObject({ code: 0, timedOut: false, stderr: '' });
  return JSON.parse(result.stdout);
}

/** A session for a program to join; `env` tells it which. */
async function openRoom() {
  const server = await createSessionServer();
  const { sessionId } = await server.createSession();
  const env = {
    API_URL: server.url,
    API_KEY: server.apiKey,
    SESSION_ID: sessionId,
    TOKEN: await server.generateToken(sessionId),
  };
  return { env, close: () => server.close() };
}

/** The format of all sound here. */
const format = ['--raw', '--format=s16le', '--channels=1', '--rate=48000'];

/**
 * Plays sound on a sink of the test machine, again and again until it is stopped.
 *
 * @param {string} sink
 * @param {Int16Array} samples
 */
function hear(sink, samples) {
  const child = soundProgram(['pacat', '--playback', `--device=${sink}`, ...format]);
  child.stdin.on('error', () => undefined);
  Readable.from(repeat(Buffer.from(samples.buffer))).pipe(child.stdin);
  return { stop: () => end(child) };
}

/** @param {Buffer} sound */
function* repeat(sound) {
  for (;;) yield sound;
}

/**
 * Records what a source of the test machine has.
 *
 * @param {string} source
 */
function listenTo(source) {
  const child = soundProgram(['parec', `--device=${source}`, ...format]);
  /** @type {Buffer[]} */
  const pieces = [];
  child.stdout.on('data', (piece) => pieces.push(piece));
  return {
    async stop() {
      await end(child);
      const bytes = Buffer.concat(pieces);
      return Int16Array.from({ length: Math.floor(bytes.length / 2) }, (_, at) =>
        bytes.readInt16LE(at * 2),
      );
    },
  };
}

/** @param {string[]} command */
function soundProgram([program = '', ...args]) {
  return spawn(program, args, {
    env: { ...process.env, PULSE_SERVER: machine.soundServer },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** @param {import('node:child_process').ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  await ended;
}
