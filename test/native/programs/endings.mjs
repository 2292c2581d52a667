/** Ends in the way its argument names. A worker is this file again, with an argument of its own. */
import process from 'node:process';
import { Worker, parentPort } from 'node:worker_threads';
import { binding, connect, whenFrames } from './call.mjs';

/** @param {keyof typeof endings} name */
const workerThat = (name) => new Worker(new URL(import.meta.url), { argv: [name] });

const endings = {
  'exit during connect': () => {
    connect(new binding.Engine(), {
      onEvent: (_side, name) => {
        if (name === 'candidate') process.exit(7);
      },
    });
  },
  'exit while frames flow': () => whenFrames(() => process.exit(5)),
  'terminate a worker while frames flow': () => {
    const worker = workerThat('tell of frames');
    worker.once('message', () => void worker.terminate());
  },
  'tell of frames': () => whenFrames(() => parentPort?.postMessage('frames')),
  'throw in a listener': () => {
    whenFrames(() => {
      throw new Error('from a listener');
    });
  },
  'close everything': () => {
    const engine = new binding.Engine();
    void connect(engine).negotiated.then(() => engine.close());
  },
  'leave the engine open': () => {
    new binding.Engine();
  },
  'exit right after the engine was made': () => {
    new binding.Engine();
    process.exit(0);
  },
  'exit while an offer is made': () => {
    connect(new binding.Engine());
    setImmediate(() => process.exit(3));
  },
  'reject unhandled': () => {
    connect(new binding.Engine());
    void Promise.reject(new Error('unhandled'));
  },
  'throw a number': () => {
    whenFrames(() => {
      throw 5;
    });
  },
  'terminate a worker during connect, exit in a call': () => {
    const engine = new binding.Engine();
    const worker = workerThat('tell of events');
    worker.once('message', () => {
      void worker.terminate().then(() => whenFrames(() => process.exit(4), engine));
    });
  },
  'tell of events': () => {
    connect(new binding.Engine(), { onEvent: () => parentPort?.postMessage('event') });
  },
  'exit in a worker while frames flow': () => {
    workerThat('exit with 6').once('exit', (code) => process.exit(code));
  },
  'exit with 6': () => whenFrames(() => process.exit(6)),
  'be killed in a call': () => whenFrames(() => process.kill(process.pid, 'SIGTERM')),
  'throw in every listener': () => {
    /** @type {string[]} */
    const seen = [];
    process.on('uncaughtException', (error) => seen.push(error.message));
    const engine = new binding.Engine();
    connect(engine, {
      onEvent: (side, name, payload) => {
        if (side === 'a' && payload === 'connected' && name === 'connectionState') {
          setImmediate(() => {
            console.log(new Set(seen).size > 3);
            engine.close();
          });
        }
        throw new Error(side + name + String(payload));
      },
    });
  },
};

endings[/** @type {keyof typeof endings} */ (process.argv[2])]();
