/** Captures, stops the X server whose process id is its argument, and tells how long what follows took, in ms. */
import process from 'node:process';
import { binding } from '../../native/programs/call.mjs';

const server = Number(process.argv[2]);
const engine = new binding.Engine();
const [screen] = await binding.listScreens();
if (!screen) throw new Error('there is no screen');
/** @type {(value?: unknown) => void} */
let captured = () => undefined;
// Holds the loop, which a capture does not.
setInterval(() => undefined, 1000);
const first = new Promise((resolve) => (captured = resolve));
const track = new binding.ScreenTrack(engine, { screenId: screen.id, fps: 60 }, captured);
await first;
process.kill(server, 'SIGSTOP');
// Until the thread waits for the server.
await new Promise((resolve) => setTimeout(resolve, 200));

let start = performance.now();
const elapsed = () => {
  const now = performance.now();
  const took = now - start;
  start = now;
  return took;
};
track.close();
const closeMs = elapsed();
const listed = await binding.listScreens().then(
  () => 'listed',
  (/** @type {Error} */ error) => error.message,
);
const listMs = elapsed();
void binding.listScreens();
console.log(JSON.stringify({ closeMs, listed, listMs, exitAt: Date.now() }));
process.exit(8);
