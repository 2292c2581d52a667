/** Workers with engines of their own; prints the objects and exit codes that they leave, and the objects left here. */
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { binding, connect } from './call.mjs';

if (isMainThread) {
  const run = () =>
    new Promise((resolve) => {
      const worker = new Worker(new URL(import.meta.url));
      worker.once('message', (live) => worker.once('exit', (code) => resolve([live, code])));
    });
  const results = [...(await Promise.all([run(), run()])), await run()];
  console.log(JSON.stringify(results), binding.liveObjects());
} else {
  const engine = new binding.Engine();
  connect(engine, {
    onTrack: (track) => {
      if (track.kind !== 'video') return;
      new binding.VideoSink(track, () => {
        engine.close();
        parentPort?.postMessage(binding.liveObjects());
      });
    },
  });
}
