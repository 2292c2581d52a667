import wrtc from '@roamhq/wrtc';
import { createNodeNetwork } from '../../../lib/node/network/node-network.js';
import { SessionPeer } from '../../browser/session-peer.js';
import type { Answer } from './wrtc.js';

const { nonstandard } = wrtc;
const sampleRate = 48_000;

/** A picture that gets lighter and darker. */
function movingPicture(): MediaStreamTrack {
  const source = new nonstandard.RTCVideoSource();
  const [width, height] = [640, 480];
  const data = new Uint8Array((width * height * 3) / 2).fill(128);
  let frame = 0;
  setInterval(() => {
    const rows = data.subarray(0, width * height);
    for (let x = 0; x < width; x++) rows[x] = 16 + ((x + frame * 8) % 220);
    for (let y = 1; y < height; y++) rows.copyWithin(y * width, 0, width);
    frame++;
    source.onFrame({ width, height, data });
  }, 1000 / 20);
  return source.createTrack();
}

/** A tone of 440 Hz. */
function tone(): MediaStreamTrack {
  const source = new nonstandard.RTCAudioSource();
  const samples = new Int16Array(sampleRate / 100);
  let at = 0;
  setInterval(() => {
    for (let i = 0; i < samples.length; i++) {
      samples[i] = 10_000 * Math.sin((2 * Math.PI * 440 * at++) / sampleRate);
    }
    source.onData({ samples, sampleRate, bitsPerSample: 16, channelCount: 1 });
  }, 10);
  return source.createTrack();
}

/** Sinks that are forgotten are collected, and receive nothing any more. */
const sinks: unknown[] = [];

const peer = new SessionPeer({
  rtc: wrtc,
  signaling: createNodeNetwork({ maxMessageBytes: 1 << 20 }),
  capture: () => Promise.resolve([movingPicture(), tone()]),
  consume: (track) => {
    const { RTCVideoSink, RTCAudioSink } = nonstandard;
    sinks.push(track.kind === 'video' ? new RTCVideoSink(track) : new RTCAudioSink(track));
  },
});

interface Question {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

const methods = peer as unknown as Record<string, (...args: readonly unknown[]) => unknown>;

process.on('message', ({ id, name, args }: Question) => {
  const run = async (): Promise<Answer> => {
    try {
      return { id, result: await methods[name]?.(...args) };
    } catch (error) {
      return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  void run().then((answer) => process.send?.(answer));
});
process.send?.('ready');
