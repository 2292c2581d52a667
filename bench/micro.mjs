import { Bench } from 'tinybench';
import { loadBinding } from '../dist/node/binary/load-binding.js';
import { decodePacket, encodePacket, packetType } from '../dist/protocol/index.js';

const [width, height] = [1280, 720];

/** What is done once per video frame or message. */
function tasks() {
  const { Frame } = loadBinding();
  const data = new Uint8Array((width * height * 3) / 2).fill(128);
  const frame = Frame.fromBuffer({ format: 'i420', width, height, data });
  const signal = {
    type: packetType.message,
    addresses: ['/v2/partner/100/session/1_MX4xMDB-fjE3MDAwMDAwMDAwMDB-YWJjZGVm'],
    headers: /** @type {[string, string][]} */ ([['Content-Type', 'application/x-raptor+v2']]),
    payload: JSON.stringify({ method: 'signal', params: { data: 'x'.repeat(200) } }),
  };
  const bytes = encodePacket(signal);
  /** @type {Record<string, () => unknown>} */
  const named = {
    'encode a signal of 200 characters': () => encodePacket(signal),
    'decode it': () => decodePacket(bytes),
  };
  for (const format of /** @type {const} */ (['i420', 'nv12', 'rgba'])) {
    const target = new Uint8Array(frame.byteLength(format));
    named[`copy a 720p frame as ${format.toUpperCase()}`] = () => frame.copyTo(target, format);
  }
  return named;
}

/**
 * @param {number} ms spent on each task, about
 * @returns {Promise<{ name: string, us: number }[]>} median microseconds
 */
export async function measureSmallThings(ms) {
  const bench = new Bench({ time: ms, warmupTime: ms / 4, throws: true });
  for (const [name, task] of Object.entries(tasks())) bench.add(name, task);
  await bench.run();
  return bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`${name} was not measured: ${result.state}`);
    return { name, us: result.latency.p50 * 1000 };
  });
}
