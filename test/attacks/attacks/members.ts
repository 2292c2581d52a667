import { createId } from '../../../lib/protocol/index.js';
import type { ClientMessage } from '../../../lib/protocol/index.js';
import { cameraStream } from '../../helpers/streams.js';
import type { Attack } from '../attack.js';
import { AttackClient } from '../attack-client.js';
import type { Tally } from '../tally.js';
import type { Target } from '../target.js';

/** A member sends the same request as often as it may, and more often; `make` gives each one's payload. */
async function floodRequests(
  target: Target,
  tally: Tally,
  make: (path: string, ids: () => string) => string,
): Promise<void> {
  const client = await AttackClient.join(target);
  const path = `/v2/partner/${target.project.apiKey}/session/${target.sessionId}`;
  await tally.repeat(64, async () => {
    tally.count('requests');
    tally.count(`STATUS ${await client.requestRaw(make(path, createId))}`);
  });
  client.ws.terminate();
}

const signalOf = (path: string, id: string, extra: string): string =>
  `{"method":"signal","uri":"${path}/signal/${id}","content":{"type":"","data":""${extra}}}`;

/** A stream of which its publisher has so much to say that it fills a packet. */
function fatStream(): ClientMessage {
  const channels = Array.from({ length: 16 }, (_, i) => ({
    ...{ id: `${i}`.padEnd(250, 'x'), type: 'video' as const, active: true },
    ...{
      width: 640,
      height: 480,
      orientation: 0 as const,
      source: 'camera' as const,
      fitMode: 'cover' as const,
    },
  }));
  const stream = { ...cameraStream, name: '\u{1f600}'.repeat(500), channels };
  return { kind: 'stream-create', streamId: createId(), stream };
}

/** Clients of the session that read nothing more. */
async function deafClients(target: Target, count: number): Promise<AttackClient[]> {
  const clients: AttackClient[] = [];
  while (clients.length < count) {
    const some = Array.from({ length: 10 }, () => AttackClient.join(target, true));
    clients.push(...(await Promise.all(some)));
  }
  for (const { ws } of clients) ws.pause();
  return clients;
}

const manyKeys = Array.from({ length: 4500 }, (_, i) => `,"key${i}":0`).join('');
const escapedElements = `,"list":[${'0,'.repeat(20_000)}"\\u00e9"]`;
const deep = `,"deep":${'['.repeat(30_000)}${']'.repeat(30_000)}`;

export const membersAttacks: Readonly<Record<string, Attack>> = {
  '18 connections with 16 fat streams each': {
    by: 'member',
    bystander: 'in the same session',
    limits: { streamBytesPerSession: 256 * 1024 },
    run: async (target, tally) => {
      const clients = await Promise.all(
        Array.from({ length: 18 }, () => AttackClient.join(target)),
      );
      await tally.repeat(1, async () => {
        await Promise.all(
          clients.map(async (client) => {
            tally.count('streams');
            tally.count(`STATUS ${await client.request(fatStream())}`);
          }),
        );
      });
      for (const { ws } of clients) ws.terminate();
    },
    shows: { streams: 288, 'STATUS 200': 20, 'STATUS 409': 100 },
  },
  '1,000 subscriptions of one connection to one stream': {
    by: 'member',
    bystander: 'in the same session',
    run: async (target, tally) => {
      const publisher = await AttackClient.join(target);
      const streamId = createId();
      await publisher.request({ kind: 'stream-create', streamId, stream: cameraStream });
      publisher.onMessage = ({ payload }) => {
        if (payload.includes('subscriber')) tally.count('events to the publisher');
      };
      const subscriber = await AttackClient.join(target);
      const ask = async (): Promise<void> => {
        const subscriberId = createId();
        const status = await subscriber.request({
          ...{ kind: 'subscriber-create', streamId, subscriberId, connectionId: '', channels: [] },
        });
        tally.count(`STATUS ${status}`);
      };
      await Promise.all(Array.from({ length: 1000 }, ask));
      await tally.rest();
      for (const { ws } of [publisher, subscriber]) ws.terminate();
    },
    shows: { 'STATUS 200': 1, 'STATUS 409': 900 },
  },
  'URIs of 29,000 segments': {
    by: 'member',
    run: (target, tally) =>
      floodRequests(target, tally, (path) => {
        return JSON.stringify({
          method: 'read',
          uri: `${path}${'/a'.repeat(29_000)}`,
          content: {},
        });
      }),
    shows: { requests: 200, 'STATUS 400': 100 },
    never: ['STATUS 200', 'STATUS 500'],
  },
  'messages of 4,500 keys': {
    by: 'member',
    run: (target, tally) =>
      floodRequests(target, tally, (path, id) => signalOf(path, id(), manyKeys)),
    shows: { requests: 200, 'STATUS 400': 100 },
    never: ['STATUS 200', 'STATUS 500'],
  },
  'messages of 20,000 elements with an escape': {
    by: 'member',
    run: (target, tally) =>
      floodRequests(target, tally, (path, id) => signalOf(path, id(), escapedElements)),
    shows: { requests: 200, 'STATUS 400': 100 },
    never: ['STATUS 200', 'STATUS 500'],
  },
  'messages nested 30,000 deep': {
    by: 'member',
    run: (target, tally) => floodRequests(target, tally, (path, id) => signalOf(path, id(), deep)),
    shows: { requests: 200, 'STATUS 400': 100 },
    never: ['STATUS 200', 'STATUS 500'],
  },
  'signals as fast as a member can': {
    by: 'member',
    bystander: 'in the same session',
    limits: { messagesPerSecond: 100, messageBurst: 200 },
    run: (target, tally) => floodRequests(target, tally, (path, id) => signalOf(path, id(), '')),
    shows: { 'STATUS 200': 200, 'STATUS 429': 100 },
  },
  '30 members that never read what is said to them': {
    by: 'member',
    bystander: 'in the same session',
    limits: { outgoingBytesInAll: 4 * 1024 * 1024 },
    run: async (target, tally) => {
      const deaf = await deafClients(target, 30);
      tally.count('members', deaf.length);
      const speaker = await AttackClient.join(target);
      let sent = 0;
      await tally.repeat(16, async () => {
        // To one of them each: what is said to all is in memory once.
        const to = deaf[sent++ % deaf.length]?.connectionId;
        tally.count('signals');
        tally.count(`STATUS ${await speaker.signal('x'.repeat(8000), to)}`);
      });
      for (const { ws } of [speaker, ...deaf]) ws.terminate();
    },
    // Those that it speaks to are gone.
    shows: { members: 30, signals: 1000, 'STATUS 404': 5 },
  },
  'members that come and go': {
    by: 'member',
    bystander: 'in the same session',
    run: (target, tally) =>
      tally.repeat(8, async () => {
        const client = await AttackClient.join(target);
        tally.count('joined');
        client.ws.terminate();
      }),
    shows: { joined: 50 },
  },
};
