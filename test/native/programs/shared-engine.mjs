/** A call that goes on while a worker closes its share of the same engine. */
import { Worker, isMainThread, parentPort } from 'node:worker_threads';
import { binding, connect } from './call.mjs';

function main() {
  const engine = new binding.Engine();
  let frames = 0;
  connect(engine, {
    onTrack: (track) => {
      if (track.kind === 'video') new binding.VideoSink(track, () => (frames += 1));
    },
  });
  const worker = new Worker(new URL(import.meta.url));
  worker.once('message', async () => {
    await worker.terminate();
    const before = frames;
    const timer = setInterval(() => {
      if (frames < before + 5) return;
      clearInterval(timer);
      engine.close();
      console.log('still running');
    }, 10);
  });
}

if (isMainThread) {
  main();
} else {
  new binding.Engine().close();
  connect(new binding.Engine(), { onEvent: () => parentPort?.postMessage(0) });
}
