import { describe, expect, it } from 'vitest';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

const present = 100;
const publishing = 20;

const idOf = ({ session }: Member): string => session.connection?.id ?? '';

describe(
  `a session of ${present} connections, ${publishing} of which publish`,
  { timeout: 300_000 },
  () => {
    it('rule 3: everybody learns of everybody, in order, and of everybody’s end', async () => {
      await using room = await SessionRoom.open();
      const members: Member[] = [];
      // One after the other, so that the order of joining is known.
      for (let i = 0; i < present; i++) members.push(await room.join({ data: String(i) }));
      const publishers = members.slice(0, publishing);
      const streams: string[] = [];
      for (const { session } of publishers) {
        const video = new CustomVideoSource({ width: 4, height: 2 });
        streams.push((await session.publish(new Publisher(room.context, { video }))).id);
      }
      const ids = members.map(idOf);
      const late = await room.join({ data: 'late' });
      for (const member of members) {
        await member.log.until(
          'connectionCreated',
          ({ connection }) => connection.id === idOf(late),
        );
        const own = idOf(member);
        const met = member.log.payloads('connectionCreated').map(({ connection }) => connection.id);
        expect(met).toEqual([...ids, idOf(late)].filter((id) => id !== own));
        const index = publishers.indexOf(member);
        const received = member.log.payloads('streamReceived').map(({ stream }) => stream.id);
        expect(received).toEqual(streams.filter((_, publisher) => publisher !== index));
      }
      expect(late.log.names).toEqual([
        'connected',
        ...ids.map(() => 'connectionCreated'),
        ...streams.map(() => 'streamReceived'),
      ]);

      await Promise.all(
        late.session.streams.map((stream) =>
          late.session.subscribe(new Subscriber(room.context, stream)),
        ),
      );
      for (const { log } of [...members, late]) log.clear();
      for (const member of publishers) {
        const id = idOf(member);
        await member.session.disconnect();
        // The farewells of several clients have no order before the server has them.
        await late.log.until('connectionDropped', ({ connection }) => connection.id === id);
      }
      const staying = [...members.slice(publishing), late];
      const gone = ids.slice(0, publishing);
      for (const { session, log } of staying) {
        await log.until('connectionDropped', ({ connection }) => connection.id === gone.at(-1));
        expect(log.names).toEqual(gone.flatMap(() => ['streamDropped', 'connectionDropped']));
        expect(log.payloads('streamDropped').map(({ stream }) => stream.id)).toEqual(streams);
        const dropped = log.payloads('connectionDropped');
        expect(dropped.map(({ connection }) => connection.id)).toEqual(gone);
        expect(session.connections).toHaveLength(present - publishing);
        expect(session.streams).toEqual([]);
      }
      expect(room.engine.network.connections).toEqual([]);
    });
  },
);
