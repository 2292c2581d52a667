// Captures the first screen and writes its picture, as I420, into the file that is named by PICTURE. Prints what the capture told.
import { writeFile } from 'node:fs/promises';
import { NativeEngine } from '../../../dist/node/binary/native-engine.js';

/** The first picture may be taken before the screen was drawn anew. */
const PICTURES = 5;

const engine = new NativeEngine();
// A capture alone does not keep a process alive.
const alive = setInterval(() => undefined, 1000);
const [screen] = await engine.listScreens();
/** @type {number[][]} */
const sizes = [];
const picture = await new Promise((resolve, reject) => {
  const track = engine.createScreenTrack(
    { screenId: screen.id, fps: 20, cursor: false, screencast: true },
    { resized: (...size) => sizes.push(size), ended: (reason) => reject(new Error(reason)) },
  );
  let pictures = 0;
  engine.openVideoSink(track, (frame) => {
    pictures += 1;
    if (pictures !== PICTURES) return;
    const pixels = new Uint8Array(frame.byteLength('i420'));
    frame.copyTo(pixels, 'i420');
    resolve(pixels);
  });
});
await writeFile(process.env.PICTURE ?? '', picture);
console.log(JSON.stringify({ screen, sizes }));
engine.close();
clearInterval(alive);
