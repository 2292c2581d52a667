/**
 * Sends datagrams one after the other, and prints the times that the answers took: of all of them, or of those that came
 * until there was silence. Arguments: address, port, how many, milliseconds of silence.
 */
import { createSocket } from 'node:dgram';
import process from 'node:process';

const [address = '', ...numbers] = process.argv.slice(2);
const [port = 0, count = 0, silenceMs = 0] = numbers.map(Number);

const socket = createSocket('udp4');
/** @type {{ number: number | undefined, ms: number }[]} */
const times = [];
let sent = 0;
/** @type {NodeJS.Timeout | undefined} */
let silence;

function done() {
  console.log(JSON.stringify(times));
  process.exit();
}

/** In two halves: after a standstill of the machine what has come meanwhile is read before the second one is over. */
function untilSilence() {
  clearTimeout(silence);
  silence = setTimeout(() => {
    silence = setTimeout(done, silenceMs / 2);
  }, silenceMs / 2);
}

socket.on('error', () => undefined);
socket.on('message', (text) => {
  const [number, sentAt = 0] = String(text).split(' ').map(Number);
  times.push({ number, ms: performance.now() - sentAt });
  if (times.length === count) done();
  else if (sent === count) untilSilence();
});
const timer = setInterval(() => {
  socket.send(`${sent} ${performance.now()}`, port, address, () => undefined);
  sent += 1;
  if (sent < count) return;
  clearInterval(timer);
  untilSilence();
}, 1);
