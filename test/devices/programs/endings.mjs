/** Ends in the way its argument names, while it captures. A worker is this file again. */
import process from 'node:process';
import { Worker, parentPort } from 'node:worker_threads';
import { binding, config } from '../../native/programs/call.mjs';

/**
 * Captures the first screen.
 *
 * @param {(engine: InstanceType<typeof binding.Engine>) => void} act What is to be done at every event of it.
 */
async function whenCaptured(act) {
  const engine = new binding.Engine();
  const [screen] = await binding.listScreens();
  if (!screen) throw new Error('there is no screen');
  const track = new binding.ScreenTrack(engine, { screenId: screen.id, fps: 120 }, () =>
    act(engine),
  );
  // Holds the loop, as a connection does.
  new binding.PeerConnection(engine, config, () => undefined).addTrack(track);
}

const endings = {
  'exit while devices are listed': () => {
    void binding.listScreens();
    void binding.listCameras();
    void binding.listMicrophones();
    setImmediate(() => process.exit(5));
  },
  'exit while a screen is captured': () =>
    whenCaptured(() => setTimeout(() => process.exit(6), 20 * Math.random())),
  'exit right after a capture was begun': () =>
    whenCaptured(() => undefined).then(() => process.exit(7)),
  'terminate a worker while a screen is captured': () => {
    const worker = new Worker(new URL(import.meta.url), { argv: ['tell of a capture'] });
    worker.once('message', () => void worker.terminate());
  },
  'tell of a capture': () => whenCaptured(() => parentPort?.postMessage('captured')),
  'throw in a listener': () =>
    whenCaptured(() => {
      throw new Error('from a listener');
    }),
  'close everything in a listener': () => whenCaptured((engine) => engine.close()),
};

await endings[/** @type {keyof typeof endings} */ (process.argv[2])]();
