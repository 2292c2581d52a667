import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import {
  decodePacket,
  parseServerPacket,
  parseServerMessage,
} from '../../../lib/protocol/index.js';
import { RelayedMedia } from '../../../lib/server/media/relayed-media.js';
import { ClientRegistry } from '../../../lib/server/messaging/client-registry.js';
import type { ClientSocket } from '../../../lib/server/messaging/client-socket.js';
import { Delivery } from '../../../lib/server/messaging/delivery.js';
import { MessagingClient } from '../../../lib/server/messaging/messaging-client.js';
import { OutgoingBudget } from '../../../lib/server/messaging/outgoing-budget.js';
import { LocalSessionOwner } from '../../../lib/server/ownership/local-session-owner.js';
import { MemorySessionStore } from '../../../lib/server/ownership/memory-session-store.js';
import { defaultLimits } from '../../../lib/server/server-limits.js';
import { cameraStream } from '../../helpers/streams.js';

const record = {
  address: { partnerId: '100', sessionId: 'S' },
  mediaMode: 'relayed',
  creationTime: 0,
} as const;

const outgoing = new OutgoingBudget(Infinity, () => undefined);

describe('delivering', () => {
  it('lets nobody hear of a stream’s end before its beginning', async () => {
    const clients = new ClientRegistry(1);
    const delivery = new Delivery(clients, 'symphony.test', () => undefined);
    const store = new MemorySessionStore(1);
    await store.add(record);
    const lease = await store.acquire('S');
    if (lease === undefined) throw new Error('somebody else has the session');
    const owner = new LocalSessionOwner({
      record,
      lease,
      openPath: (session) => new RelayedMedia(session),
      limits: defaultLimits,
      mediaMs: 1000,
      logger: pino({ enabled: false }),
      deliver: (address, effects) => {
        delivery.deliver(address, effects);
      },
      onLost: () => undefined,
    });
    const heard: Record<string, string[]> = { ann: [], bob: [], cleo: [] };

    const enter = (id: string, onPacket: (kind: string) => void = () => undefined): void => {
      const client = new MessagingClient(id, undefined, defaultLimits, outgoing);
      client.topics.add('/v2/partner/100/session/S');
      const member = {
        info: { id, creationTime: 0, data: '', permissions: ['publish'] as const },
        capabilities: [],
      };
      const send = (bytes: Uint8Array): void => {
        const packet = parseServerPacket(decodePacket(bytes));
        if (packet.type !== 'message') return;
        const { kind } = parseServerMessage(packet.payload);
        if (kind === 'connection-created') return;
        heard[id]?.push(kind);
        onPacket(kind);
      };
      client.attach({ send, sendMissed: () => undefined } as unknown as ClientSocket);
      clients.add(client);
      void owner.join(member, () => {
        clients.join(client, { owner, member });
      });
    };

    enter('ann');
    // Bob is too slow for the news of his own stream, and leaves while it is delivered.
    enter('bob', (kind) => {
      if (kind === 'stream-created') owner.leave('bob', 'networkDisconnected');
    });
    enter('cleo');
    const message = { kind: 'stream-create', streamId: 's1', stream: cameraStream } as const;
    const bob = clients.byConnection('bob')?.membership?.member;
    if (bob === undefined) throw new Error('Bob has not joined');
    await owner.perform(bob, message, () => undefined);

    const order = ['stream-created', 'stream-deleted', 'connection-deleted'];
    expect(heard['ann']).toEqual(order);
    expect(heard['cleo']).toEqual(order);
  });
});
