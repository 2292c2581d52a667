import { expect, it } from 'vitest';
import { ExampleRoom } from '../helpers/rigs/example-room.js';

it('examples/signaling-echo sends every signal back to its sender, in order', async () => {
  await using room = await ExampleRoom.open();
  const { peer, log } = room;
  const done = room.run('signaling-echo');
  const { connection } = await log.until('connectionCreated');
  const texts = ['first', 'zweitens', '✓'];
  for (const data of texts) await peer.sendSignal('ping', data, { to: connection });
  await log.until('signal', ({ data }) => data === '✓');
  expect(log.payloads('signal')).toEqual(texts.map((data) => ({ type: 'ping', data, connection })));

  await room.dismiss(connection);
  expect(await done).toMatchObject({ code: 0, stdout: 'echo is ready\nechoed 3\n', stderr: '' });
});
