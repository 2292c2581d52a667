import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import {
  createId,
  messagingPath,
  pingPacket,
  subscribePacket,
} from '../../../lib/protocol/index.js';
import type { Attack } from '../attack.js';
import { AttackClient } from '../attack-client.js';
import type { Tally } from '../tally.js';
import type { Target } from '../target.js';

/** Opens sockets that say nothing, and counts what becomes of them. */
async function openSilent(target: Target, tally: Tally, count: number): Promise<void> {
  let left = count;
  const open: AttackClient[] = [];
  const lane = async (): Promise<void> => {
    while (left-- > 0 && !tally.isOver) {
      tally.count('sockets');
      try {
        const client = await AttackClient.open(target);
        open.push(client);
        void client.closed.then((code) => {
          tally.count(`closed ${code}`);
        });
      } catch (error) {
        tally.count(/\d{3}$/.exec(String(error))?.[0].replace(/^/, 'HTTP ') ?? 'failed');
      }
    }
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  await tally.rest();
  for (const { ws } of open) ws.terminate();
}

/** A socket of which the attacker writes the frames itself. */
async function openRaw(target: Target): Promise<Socket> {
  const { host, port, from: localAddress } = target;
  const socket = connect({ host, port, localAddress });
  socket.on('error', () => undefined);
  const key = randomBytes(16).toString('base64');
  socket.write(
    `GET ${messagingPath} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n\r\n`,
  );
  await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  return socket;
}

/** Writes frames to a new socket until the server ends it; the close code that came is counted. */
async function writeFrames(target: Target, tally: Tally, frames: readonly Buffer[]): Promise<void> {
  const socket = await openRaw(target);
  tally.count('sockets');
  let code: number | undefined;
  socket.on('data', (data: Buffer) => {
    // A close frame of the server's: FIN and opcode 8, a length without a mask, the code.
    if (data[0] === 0x88 && data.length >= 4) code = data.readUInt16BE(2);
  });
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      resolve();
    });
  });
  for (const frame of frames) {
    if (socket.destroyed || socket.readableEnded) break;
    if (!socket.write(frame)) await Promise.race([once(socket, 'drain'), closed]);
  }
  await Promise.race([closed, tally.rest()]);
  tally.count(code === undefined ? 'cut' : `closed ${code}`);
  socket.destroy();
}

/** Masked with zeros, so that it is what it says. */
function frame(opcode: number, fin: boolean, payload: Buffer): Buffer {
  const head = Buffer.from([(fin ? 0x80 : 0) | opcode, 0x80 | payload.length, 0, 0, 0, 0]);
  return Buffer.concat([head, payload]);
}

/** Says that a terabyte follows. */
const terabyte = Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const first = frame(2, false, Buffer.of(0));
const emptyFragments = Buffer.concat(
  Array.from({ length: 8192 }, () => frame(0, false, Buffer.alloc(0))),
);
const smallFragments = Buffer.concat(
  Array.from({ length: 8192 }, () => frame(0, false, Buffer.of(0))),
);

export const strangersAttacks: Readonly<Record<string, Attack>> = {
  '3,000 sockets that never join': {
    by: 'stranger',
    limits: { socketsNotJoined: 500 },
    run: (target, tally) => openSilent(target, tally, 3000),
    shows: { sockets: 600, 'closed 1008': 100 },
  },
  'more sockets than an address may have': {
    by: 'stranger',
    limits: { socketsPerAddress: 100, refusalsPerSecond: 50, refusalBurst: 100 },
    run: (target, tally) => openSilent(target, tally, 1000),
    shows: { sockets: 200, 'HTTP 429': 100 },
  },
  'URIs of 29,000 segments before joining': {
    by: 'stranger',
    run: async (target, tally) => {
      const uri = `/v2/partner/1/session/1${'/a/b'.repeat(14_500)}`;
      const payload = JSON.stringify({ method: 'read', uri, content: {} });
      await tally.repeat(8, async () => {
        const client = await AttackClient.open(target);
        client.connect();
        const statuses = await Promise.all(
          Array.from({ length: 50 }, () => client.requestRaw(payload)),
        );
        for (const status of statuses) tally.count(`STATUS ${status}`);
        client.ws.terminate();
      });
    },
    shows: { 'STATUS 413': 100 },
    never: ['STATUS 200', 'STATUS 500'],
  },
  'wrong tokens in requests to join': {
    by: 'stranger',
    limits: { refusalsPerSecond: 50, refusalBurst: 100 },
    run: async (target, tally) => {
      const token = await target.wrongToken();
      await tally.repeat(8, async () => {
        const client = await AttackClient.open(target);
        client.connect();
        const statuses = await Promise.all(Array.from({ length: 50 }, () => client.create(token)));
        for (const status of statuses) tally.count(`STATUS ${status}`);
        client.ws.terminate();
      });
    },
    shows: { 'STATUS 403': 50, 'Unexpected server response: 429': 10 },
    never: ['STATUS 200', 'STATUS 500'],
  },
  'ids of transactions, to be remembered before joining': {
    by: 'stranger',
    run: async (target, tally) => {
      await tally.repeat(8, async () => {
        const client = await AttackClient.open(target);
        client.connect();
        const statuses = await Promise.all(
          Array.from({ length: 2000 }, () => client.requestRaw('{}')),
        );
        for (const status of statuses) tally.count(`STATUS ${status}`);
        tally.count(`closed ${client.ws.readyState > 1 ? await client.closed : 'never'}`);
        client.ws.terminate();
      });
    },
    shows: { 'STATUS 400': 100, 'closed 1008': 10 },
    never: ['closed never'],
  },
  'packets of garbage': {
    by: 'stranger',
    run: async (target, tally) => {
      await tally.repeat(8, async () => {
        const client = await AttackClient.open(target);
        for (let i = 0; i < 20; i++) client.ws.send(randomBytes(200));
        tally.count(`closed ${await client.closed}`);
      });
    },
    shows: { 'closed 1002': 50 },
  },
  'frames that announce a terabyte': {
    by: 'stranger',
    run: (target, tally) => tally.repeat(8, () => writeFrames(target, tally, [terabyte])),
    shows: { sockets: 50, 'closed 1009': 50 },
  },
  'messages of empty fragments without end': {
    by: 'stranger',
    run: (target, tally) =>
      tally.repeat(8, () => {
        const frames = [first, ...Array.from({ length: 64 }, () => emptyFragments)];
        return writeFrames(target, tally, frames);
      }),
    shows: { sockets: 8, 'closed 1008': 4 },
  },
  'messages of fragments of one byte': {
    by: 'stranger',
    run: (target, tally) =>
      tally.repeat(8, () => {
        const frames = [first, ...Array.from({ length: 64 }, () => smallFragments)];
        return writeFrames(target, tally, frames);
      }),
    shows: { sockets: 8, 'closed 1008': 4 },
  },
  'pings whose answers are never read': {
    by: 'stranger',
    timers: { closeMs: 500 },
    run: (target, tally) =>
      tally.repeat(16, async () => {
        const client = await AttackClient.open(target);
        client.ws.pause();
        tally.count('sockets');
        for (let i = 0; i < 400 && !tally.isOver && client.ws.readyState === 1; i++) {
          for (let j = 0; j < 100; j++) client.send(pingPacket());
          await new Promise((resolve) => setImmediate(resolve));
        }
        client.ws.resume();
        const code = await Promise.race([client.closed, tally.rest()]);
        tally.count(code === undefined ? 'open at the end' : 'closed');
        client.ws.terminate();
      }),
    shows: { sockets: 10, closed: 5 },
  },
  'topics without end': {
    by: 'stranger',
    run: (target, tally) =>
      tally.repeat(8, async () => {
        const client = await AttackClient.open(target);
        client.connect();
        for (let i = 0; i < 100; i++) {
          client.send(subscribePacket(Array.from({ length: 255 }, () => createId())));
        }
        tally.count(`closed ${await client.closed}`);
      }),
    shows: { 'closed 1008': 20 },
  },
};
