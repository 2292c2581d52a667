/** The work that is the same for every contender. Runs in a process of its own; `compare.mjs` starts it. */
import { input, report } from '../child.mjs';
import { percentile } from '../statistics.mjs';
import { MeasuredCall } from './call.mjs';

const { module, lowLatency, codec, warmUpSeconds, seconds, rssAfterSeconds, unpacedSeconds } =
  input();

/** @param {number} duration */
const after = (duration) => {
  const end = performance.now() + duration * 1000;
  return () => performance.now() >= end;
};

const call = new MeasuredCall();

const started = performance.now();
const { openCall } = await import(module);
await call.open(openCall, { lowLatency, codec });
await call.pushPaced(() => call.received > 0);
const firstFrameMs = performance.now() - started;
const rssIsDue = after(rssAfterSeconds);

await call.pushPaced(after(warmUpSeconds));
call.take();
const cpuBefore = process.cpuUsage();
const pacedFrom = performance.now();
await call.pushPaced(after(seconds));
const pacedMs = performance.now() - pacedFrom;
const { user, system } = process.cpuUsage(cpuBefore);
const paced = call.take();

await call.pushPaced(rssIsDue);
const rss = process.memoryUsage.rss();

// The first second is for filling queues and for the encoder to find its pace.
await call.pushUnpaced(after(1));
call.take();
const unpacedFrom = performance.now();
await call.pushUnpaced(after(unpacedSeconds));
const unpaced = call.take();
const unpacedMs = performance.now() - unpacedFrom;

await report({
  firstFrameMs,
  cpuMsPerFrame: (user + system) / 1000 / paced.latencies.length,
  latencyP50Ms: percentile(paced.latencies, 0.5),
  latencyP95Ms: percentile(paced.latencies, 0.95),
  // Of frames that were not scaled down, which would be less work.
  fps: paced.fullSize / (pacedMs / 1000),
  rssMb: rss / 2 ** 20,
  maxFps: unpaced.fullSize / (unpacedMs / 1000),
});
call.close();
