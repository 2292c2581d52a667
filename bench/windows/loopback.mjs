/** One loopback call in a process of its own, on the system this runs on; prints what `loopback/work.mjs` reports. */
import { runInChild } from '../child.mjs';

const { report, exit } = await runInChild(
  new URL('../loopback/work.mjs', import.meta.url),
  { module: './ours.mjs', ...JSON.parse(process.env.BENCH_WORK ?? '') },
  { timeoutMs: 180_000 },
);
console.log(JSON.stringify({ ...report, exit }));
