/** Prints the megabytes that 20 calls more have cost once it is warm. */
import process from 'node:process';
import { binding, collectGarbage, connect } from './call.mjs';

const call = () =>
  new Promise((resolve) => {
    const engine = new binding.Engine();
    /** @type {unknown[]} */
    const kept = [];
    let frames = 0;
    connect(engine, {
      onTrack: (track) => {
        if (track.kind !== 'video') return;
        new binding.VideoSink(track, (frame) => {
          kept.push(frame.clone());
          frames += 1;
          if (frames !== 3) return;
          engine.close();
          resolve(undefined);
        });
      },
    });
  });

/** The least of several readings: what the allocator keeps for a while is not a leak. */
async function least() {
  const readings = [];
  for (let i = 0; i < 20; i += 1) {
    await call();
    collectGarbage();
    readings.push(process.memoryUsage.rss() / 2 ** 20);
  }
  return Math.min(...readings.slice(5));
}

await least();
const warm = await least();
console.log((await least()) - warm);
