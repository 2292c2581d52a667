import { platform } from 'node:process';

import { describe, expect, test } from 'vitest';

import { runChild } from './helpers/child.js';
import { expectEnding, type Ending } from './helpers/ending.js';

const inCall = `
  const engine = new binding.Engine();
  const whenFrames = (act) => connect(engine, (side, name, track) => {
    if (name !== 'track') return;
    if (track.kind === 'audio') { new binding.AudioSink(track, () => undefined); return; }
    let frames = 0;
    new binding.VideoSink(track, () => { if (++frames === 3) act(); });
  });
`;

const endings: readonly Ending[] = [
  {
    when: 'process.exit during connect',
    status: 7,
    repeats: 20,
    snippet: `connect(new binding.Engine(), (side, name) => { if (name === 'candidate') process.exit(7); });`,
  },
  {
    when: 'process.exit while frames flow',
    status: 5,
    repeats: 20,
    snippet: `${inCall} whenFrames(() => process.exit(5));`,
  },
  {
    when: 'a worker terminated while frames flow',
    status: 0,
    repeats: 20,
    snippet: `
      const worker = snippetWorker(\`${inCall} whenFrames(() => parentPort.postMessage('frames'));\`);
      worker.once('message', () => worker.terminate());`,
  },
  {
    when: 'a throw in a handler',
    status: 1,
    repeats: 20,
    snippet: `${inCall} whenFrames(() => { throw new Error('from a handler'); });`,
  },
  {
    when: 'the end of the script, everything closed',
    status: 0,
    repeats: 5,
    snippet: `const engine = new binding.Engine(); connect(engine).negotiated.then(() => engine.close());`,
  },
  {
    when: 'the end of the script, nothing but the engine open',
    status: 0,
    repeats: 5,
    snippet: `new binding.Engine();`,
  },
  {
    when: 'process.exit right after the engine was made',
    status: 0,
    repeats: 5,
    snippet: `new binding.Engine(); process.exit(0);`,
  },
  {
    when: 'process.exit while an offer is made',
    status: 3,
    repeats: 5,
    snippet: `connect(new binding.Engine()); setImmediate(() => process.exit(3));`,
  },
  {
    when: 'an unhandled rejection',
    status: 1,
    repeats: 5,
    snippet: `connect(new binding.Engine()); Promise.reject(new Error('unhandled'));`,
  },
  {
    when: 'a throw of something that is no object',
    status: 1,
    repeats: 2,
    snippet: `${inCall} whenFrames(() => { throw 5; });`,
  },
  {
    when: 'a worker terminated during connect while the main thread is in a call',
    status: 4,
    repeats: 5,
    snippet: `${inCall}
      const worker = snippetWorker(\`
        connect(new binding.Engine(), () => parentPort.postMessage('event'));\`);
      worker.once('message', () => worker.terminate().then(() => whenFrames(() => process.exit(4))));`,
  },
  {
    when: 'process.exit in a worker while frames flow',
    status: 6,
    repeats: 5,
    snippet: `
      const worker = snippetWorker(\`${inCall} whenFrames(() => process.exit(6));\`);
      worker.once('exit', (code) => process.exit(code));`,
  },
];

describe('a process ends with its own status, without a signal', () => {
  test.concurrent.each(endings)('$when', { timeout: 900_000 }, expectEnding);
});

test('SIGTERM ends a process in a call at once', async () => {
  const result = await runChild(
    `${inCall} whenFrames(() => process.kill(process.pid, 'SIGTERM'));`,
  );
  // Windows has no signals; there Node ends the process with this code.
  const status = platform === 'win32' ? { code: 1 } : { code: null, signal: 'SIGTERM' };
  expect(result).toMatchObject({ ...status, stderr: '' });
});

test('an exception in one handler stops none of the others', async () => {
  const { code, stdout, stderr } = await runChild(`
    const seen = [];
    process.on('uncaughtException', (error) => seen.push(error.message));
    const engine = new binding.Engine();
    connect(engine, (side, name, payload) => {
      if (side === 'a' && payload === 'connected' && name === 'connectionState') {
        setImmediate(() => { console.log(new Set(seen).size > 3); engine.close(); });
      }
      throw new Error(side + name + payload);
    });`);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'true\n', stderr: '' });
});
