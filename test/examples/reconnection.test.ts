import { expect, it } from 'vitest';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { ExampleRoom } from '../helpers/rigs/example-room.js';
import { TcpProxy } from '../helpers/proxies/tcp-proxy.js';

/** On a machine that is busy with something else. */
const patience = { timeout: 60_000 };

it('examples/reconnection comes back by its own policy, and what it wrote meanwhile arrives', async () => {
  await using room = await ExampleRoom.open();
  const { peer, log, context } = room;
  await peer.publish(
    new Publisher(context, {
      name: 'pattern',
      video: new TestPatternVideoSource({ width: 320, height: 180, fps: 5 }),
      audio: false,
    }),
  );
  await using network = await TcpProxy.to(room.server.port);
  const lines: string[] = [];
  const said = async (text: string): Promise<void> => {
    await expect.poll(() => lines, patience).toContain(text);
  };
  const onLine = (line: string): void => void lines.push(line);
  const done = room.run('reconnection', { apiUrl: network.url, onLine });
  const { connection } = await log.until('connectionCreated');
  await said('receiving pattern');

  network.cut();
  await said('attempt 1 in 100 ms (closed)');
  // That one fails: closed, or not answered in time if this process is kept from its work.
  await expect.poll(() => lines.join('\n'), patience).toMatch(/^attempt 2 in 200 ms \(\w+\)$/m);
  network.restore();
  await said('connection back');
  const { data } = await log.until('signal', ({ type }) => type === 'note');
  expect(data).toBe('written while away');

  // The others saw nothing of it, and the position was not sent later.
  expect(log.payloads('connectionDropped')).toEqual([]);
  expect(log.payloads('signal').map(({ type }) => type)).toEqual(['note']);

  await room.dismiss(connection);
  const { code, stderr } = await done;
  expect([code, stderr]).toEqual([0, '']);
  expect(lines.filter((line) => !line.startsWith('attempt '))).toEqual([
    'connected',
    'receiving pattern',
    'connection lost',
    expect.stringMatching(/^SessionDisconnected: /),
    'connection back',
    'disconnected: forceDisconnected',
  ]);
});
