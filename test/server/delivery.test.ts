import { describe, expect, it } from 'vitest';
import { decodePacket, parseServerPacket, parseServerMessage } from '../../lib/protocol/index.js';
import { defaultLimits } from '../../lib/server/server-limits.js';
import { ClientRegistry } from '../../lib/server/messaging/client-registry.js';
import { Delivery } from '../../lib/server/messaging/delivery.js';
import type { ClientSocket } from '../../lib/server/messaging/client-socket.js';
import { MessagingClient } from '../../lib/server/messaging/messaging-client.js';
import { join, leave } from '../../lib/server/sessions/membership.js';
import { publish } from '../../lib/server/sessions/publishing.js';
import { relayedMedia } from '../../lib/server/sessions/relayed-media.js';
import { Session } from '../../lib/server/sessions/session.js';
import { cameraStream } from '../helpers/streams.js';

describe('delivering', () => {
  it('lets nobody hear of a stream’s end before its beginning', () => {
    const session = new Session({
      address: { partnerId: '100', sessionId: 'S' },
      mediaMode: 'relayed',
      media: relayedMedia,
      creationTime: 0,
    });
    const clients = new ClientRegistry(1);
    const delivery = new Delivery(clients, 'symphony.test', () => undefined);
    const heard: Record<string, string[]> = { ann: [], bob: [], cleo: [] };

    const enter = (id: string, onPacket: () => void = () => undefined): MessagingClient => {
      const client = new MessagingClient(id, undefined, defaultLimits);
      client.topics.add('/v2/partner/100/session/S');
      const member = {
        info: { id, creationTime: 0, data: '', permissions: ['publish'] as const },
        capabilities: new Set<string>(),
      };
      const send = (bytes: Uint8Array): void => {
        const packet = parseServerPacket(decodePacket(bytes));
        if (packet.type === 'message') heard[id]?.push(parseServerMessage(packet.payload).kind);
        onPacket();
      };
      client.attach({ send, sendMissed: () => undefined } as unknown as ClientSocket);
      clients.add(client);
      client.membership = { session, member };
      join(session, member, defaultLimits);
      return client;
    };

    enter('ann');
    // Bob is too slow for the news of his own stream, and leaves while it is delivered.
    const bob = enter('bob', () => {
      const { membership } = bob;
      if (membership === undefined) return;
      bob.membership = undefined;
      delivery.deliver(session, leave(session, membership.member, 'networkDisconnected'));
    });
    enter('cleo');
    const message = { kind: 'stream-create', streamId: 's1', stream: cameraStream } as const;
    delivery.deliver(session, publish(session, session.member('bob'), message, defaultLimits));

    const order = ['stream-created', 'stream-deleted', 'connection-deleted'];
    expect(heard).toEqual({ ann: order, bob: ['stream-created'], cleo: order });
  });
});
