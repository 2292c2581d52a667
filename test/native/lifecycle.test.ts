import { readdirSync } from 'node:fs';
import { platform } from 'node:process';

import { describe, expect, test } from 'vitest';

import { loadBinding } from '../../lib/node/binary/load-binding.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { runChild } from './helpers/child.js';
import { call } from './helpers/loopback.js';
import { until } from '../helpers/until.js';

const pattern = { width: 160, height: 120, fps: 30 };
const tone = { sampleRate: 48_000, channels: 1, frequency: 440, amplitude: 0.5 } as const;

/** Everything a call needs, by name. */
async function fullCall() {
  const engine = new NativeEngine();
  const video = engine.createTestPatternTrack(pattern);
  const audio = engine.createToneTrack(tone);
  const connected = await call(engine, [{ track: video }, { track: audio }]);
  let [frames, pieces] = [0, 0];
  const videoSink = engine.openVideoSink(await connected.track('video'), () => frames++);
  const audioSink = engine.openAudioSink(await connected.track('audio'), () => pieces++);
  const preview = engine.openVideoSink(video, () => undefined);
  await until(() => frames > 2 && pieces > 2);
  const { sender, receiver } = connected;
  return {
    engine,
    video,
    audio,
    videoSink,
    audioSink,
    preview,
    a: sender.connection,
    b: receiver.connection,
  };
}

describe('closing', () => {
  test('in any order leaves nothing open', async () => {
    const names = Object.keys(await fullCall().then((parts) => (parts.engine.close(), parts)));
    // Each part is once the first to go, the others follow in turn.
    for (let first = 0; first < names.length; first++) {
      const parts = await fullCall();
      const order = Object.values(parts);
      for (let i = 0; i < order.length; i++) order[(first + i) % order.length]?.close();
      for (const part of order) part.close();
      expect(loadBinding().liveObjects()).toBe(0);
    }
  });

  test('the engine closes everything it made', async () => {
    const { engine } = await fullCall();
    expect(loadBinding().liveObjects()).toBe(8);
    engine.close();
    expect(loadBinding().liveObjects()).toBe(0);
  });

  test('one engine leaves what another made, though they share threads', async () => {
    const other = new NativeEngine();
    using connected = await call(other, [{ track: other.createTestPatternTrack(pattern) }]);
    const { engine } = await fullCall();
    engine.close();
    let frames = 0;
    other.openVideoSink(await connected.track('video'), () => frames++);
    await until(() => frames > 5);
    other.close();
  });
});

/** Threads and descriptors of this process, as Linux counts them; under Wine /proc is that of another process. */
const counts = () => ({
  threads: readdirSync('/proc/self/task').length,
  descriptors: readdirSync('/proc/self/fd').length,
});

describe('resources', () => {
  test.runIf(platform === 'linux')(
    'a hundred calls leave no thread and no descriptor',
    { timeout: 600_000 },
    async () => {
      const { engine } = await fullCall();
      engine.close();
      const before = counts();
      for (let i = 0; i < 100; i++) {
        const again = new NativeEngine();
        await call(again, [
          { track: again.createTestPatternTrack(pattern) },
          { track: again.createToneTrack(tone) },
        ]);
        again.close();
      }
      // The kernel lists a thread for a moment after it was joined.
      await until(() => {
        const { threads, descriptors } = counts();
        return threads <= before.threads && descriptors <= before.descriptors;
      });
    },
  );

  test(
    'memory is flat once warm, whether frames are closed or kept for a while',
    { timeout: 600_000 },
    async () => {
      const { code, stdout, stderr } = await runChild('memory.mjs', {
        timeoutMs: 580_000,
        nodeOptions: ['--expose-gc'],
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      // Megabytes that 20 calls more have cost; one that keeps its frames costs 0.6 by each.
      expect(Number(stdout)).toBeLessThan(8);
    },
  );
});

describe('workers', () => {
  test('have engines of their own, and end with nothing left', async () => {
    const { code, stdout, stderr } = await runChild('worker-engines.mjs');
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: '[[0,0],[0,0],[0,0]] 0\n',
      stderr: '',
    });
  });

  test('what one closes goes on in another', async () => {
    const { code, stdout, stderr } = await runChild('shared-engine.mjs');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'still running\n', stderr: '' });
  });
});

describe('garbage collection', () => {
  test('takes nothing that is open, and frees frames that were forgotten', async () => {
    const { code, stdout, stderr } = await runChild('garbage-collection.mjs', {
      nodeOptions: ['--expose-gc'],
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'flowing\n', stderr: '' });
  });
});

test('an open connection keeps the process, a closed one does not', async () => {
  const started = performance.now();
  const { code, stdout } = await runChild('open-connection.mjs');
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'closing\n' });
  expect(performance.now() - started).toBeGreaterThan(200);
});
