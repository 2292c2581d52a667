import { platform } from 'node:process';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { expectEnding, type Ending } from '../native/helpers/ending.js';
import { XServer } from './helpers/x-server.js';

const capturing = `
  const engine = new binding.Engine();
  const whenCaptured = async (act) => {
    const [screen] = await binding.listScreens();
    const track = new binding.ScreenTrack(engine, { screenId: screen.id, fps: 120 }, act);
    // Holds the loop, as a connection does.
    new binding.PeerConnection(engine, config, () => undefined).addTrack(track);
    return track;
  };
`;

const endings: readonly Ending[] = [
  {
    when: 'process.exit while devices are listed',
    status: 5,
    repeats: 20,
    snippet: `
      void binding.listScreens(); void binding.listCameras(); void binding.listMicrophones();
      setImmediate(() => process.exit(5));`,
  },
  {
    when: 'process.exit while a screen is captured',
    status: 6,
    repeats: 20,
    snippet: `${capturing} whenCaptured(() => setTimeout(() => process.exit(6), 20 * Math.random()));`,
  },
  {
    when: 'process.exit right after a capture was begun',
    status: 7,
    repeats: 5,
    snippet: `${capturing} whenCaptured(() => undefined).then(() => process.exit(7));`,
  },
  {
    when: 'a worker terminated while a screen is captured',
    status: 0,
    repeats: 10,
    snippet: `
      const worker = snippetWorker(\`${capturing}
        whenCaptured(() => parentPort.postMessage('captured'));\`);
      worker.once('message', () => worker.terminate());`,
  },
  {
    when: 'a throw in a handler of a capture',
    status: 1,
    repeats: 5,
    snippet: `${capturing} whenCaptured(() => { throw new Error('from a handler'); });`,
  },
  {
    when: 'the end of the script, everything closed from within a handler',
    status: 0,
    repeats: 5,
    snippet: `${capturing} whenCaptured(() => engine.close());`,
  },
];

describe.runIf(platform === 'linux')('a process that captures ends with its own status', () => {
  let server: XServer;
  beforeAll(async () => {
    server = await XServer.start(640, 360);
    process.env['DISPLAY'] = server.display;
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
  });

  test.concurrent.each(endings)('$when', { timeout: 900_000 }, expectEnding);
});
