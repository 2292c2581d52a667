import { afterEach, expect, test } from 'vitest';

import { loadBinding } from '../../lib/node/binary/load-binding.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call } from './helpers/loopback.js';
import { runChild } from './helpers/child.js';
import { until } from '../helpers/until.js';

const { setLogger } = loadBinding();
const pattern = { width: 64, height: 64, fps: 30 };

afterEach(() => {
  setLogger('error', null);
});

async function makeCall(): Promise<void> {
  const engine = new NativeEngine();
  using _ = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
  engine.close();
}

test('lines come at their level and above, until the logger is taken away', async () => {
  const lines: [level: string, line: string][] = [];
  setLogger('info', (level, line) => lines.push([level, line]));
  await makeCall();
  await until(() => lines.length > 10);
  expect(new Set(lines.map(([level]) => level))).not.toContain('verbose');
  expect(lines.every(([, line]) => line.length > 0 && !line.endsWith('\n'))).toBe(true);

  setLogger('info', null);
  const count = lines.length;
  await makeCall();
  expect(lines.length).toBe(count);
});

test('a process that asks for no lines writes none', async () => {
  const { stdout, stderr } = await runChild('quiet-call.mjs');
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
});

test('H264 writes nothing either', async () => {
  const { stdout, stderr } = await runChild('quiet-h264-call.mjs');
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
});
