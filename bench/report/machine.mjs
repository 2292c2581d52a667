import { cpus, loadavg, totalmem } from 'node:os';

/** @returns {string} one line on where this runs */
export function describeMachine() {
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return (
    `${cpus().length} × ${model.trim()}, ${memory} GiB, ${process.platform}, ` +
    `Node ${process.versions.node}`
  );
}

/** @returns {string} processes that want to run, averaged over a minute: above the number of cores, figures suffer */
export function describeLoad() {
  return loadavg()[0].toFixed(1);
}
