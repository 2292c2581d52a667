import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { platform } from 'node:process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createSessionServer } from '../../dist/server/index.js';
import { endpointNames, startSoundCard } from '../../scripts/windows/wine/sound-card.mjs';
import { makeTone, measureTone } from '../windows/devices/tone.mjs';

const sampleRate = 48_000;
const format = ['--raw', '--format=s16le', '--channels=1', `--rate=${sampleRate}`];
const hasPulseAudio =
  spawnSync('pulseaudio', ['--version']).status === 0 &&
  spawnSync('pacat', ['--version']).status === 0;

/**
 * What a program prints that joins a session of its own; the tests of Windows run the same ones.
 *
 * @param {string} program
 * @param {Record<string, string>} env
 * @returns {Promise<any>}
 */
async function printedBy(program, env) {
  const server = await createSessionServer();
  const { sessionId } = await server.createSession();
  const script = fileURLToPath(new URL(`../windows/devices/${program}`, import.meta.url));
  const child = spawn(process.execPath, [script], {
    env: {
      ...process.env,
      API_URL: server.url,
      API_KEY: server.apiKey,
      SESSION_ID: sessionId,
      TOKEN: await server.generateToken(sessionId),
      ...env,
    },
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  await server.close();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

describe.runIf(platform === 'linux' && hasPulseAudio)(
  'with a PulseAudio server (where it is installed)',
  () => {
    /** @type {string} */
    let folder;
    /** @type {Awaited<ReturnType<typeof startSoundCard>>} */
    let card;
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'sound-'));
      card = await startSoundCard(path.join(folder, 'card'), { log: path.join(folder, 'log') });
    });
    afterAll(async () => {
      await card.stop();
      await rm(folder, { recursive: true });
    });

    /** @param {string} command @param {string[]} args */
    const program = (command, ...args) =>
      spawn(command, [...args, ...format], {
        env: { ...process.env, PULSE_SERVER: card.server },
        stdio: ['pipe', 'pipe', 'ignore'],
      });

    test('one tone is recorded and another played', async () => {
      const [heard, played] = [440, 1000];
      const hum = program('pacat', '--playback', '--device=wire');
      hum.stdin.on('error', () => undefined);
      const tone = makeTone({ frequency: heard, sampleRate, seconds: 60 });
      hum.stdin.end(Buffer.from(tone.buffer));
      const listener = program('parec', '--device=loudspeaker.monitor');
      /** @type {Buffer[]} */
      const recording = [];
      listener.stdout.on('data', (piece) => recording.push(piece));
      try {
        const { recorded } = await printedBy('sound.mjs', {
          PULSE_SERVER: card.server,
          SOUND: JSON.stringify({ ...endpointNames, frequency: played, seconds: 4 }),
        });
        expect(recorded.seconds).toBeGreaterThan(1);
        expect(Math.abs(recorded.frequency - heard)).toBeLessThan(heard / 100);
        const bytes = Buffer.concat(recording);
        const samples = Int16Array.from({ length: Math.floor(bytes.length / 2) }, (_, at) =>
          bytes.readInt16LE(at * 2),
        );
        const loudspeaker = measureTone(samples, sampleRate);
        expect(loudspeaker.seconds).toBeGreaterThan(1);
        expect(Math.abs(loudspeaker.frequency - played)).toBeLessThan(played / 100);
      } finally {
        hum.kill();
        listener.kill();
      }
    });
  },
);

test.runIf(platform === 'linux')(
  'without a sound system, silence is recorded and sound received all the same',
  async () => {
    const frequency = 1000;
    const printed = await printedBy('no-sound.mjs', {
      PULSE_SERVER: 'unix:/nonexistent',
      ALSA_CONFIG_PATH: '/dev/null',
      SOUND: JSON.stringify({ frequency, seconds: 2 }),
    });
    expect(printed).toMatchObject({ microphones: [], speakers: [] });
    expect(Math.abs(printed.heard.frequency - frequency)).toBeLessThan(frequency / 100);
  },
);
