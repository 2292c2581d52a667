import { expect, it } from 'vitest';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { ExampleRoom } from '../helpers/rigs/example-room.js';

it('examples/custom-video-source publishes what it draws', async () => {
  await using room = await ExampleRoom.open();
  const { peer, log, context } = room;
  const done = room.run('custom-video-source');
  const { stream } = await log.until('streamReceived');
  expect([stream.name, stream.width, stream.height, stream.hasAudio]).toEqual([
    'moving bar',
    320,
    180,
    false,
  ]);
  const subscriber = new Subscriber(context, stream);
  await peer.subscribe(subscriber);
  const bars = new Set<number>();
  for await (const frame of subscriber.frames()) {
    const rgba = frame.toRgba();
    const row = rgba.subarray(90 * 320 * 4, 91 * 320 * 4);
    const bar = row.findIndex((value, at) => at % 4 === 0 && value > 200) / 4;
    if (bar >= 0) bars.add(bar);
    // Far from the bar it is blue.
    const far = ((bar + 160) % 320) * 4;
    expect(row[far]).toBeLessThan(60);
    expect(row[far + 2]).toBeGreaterThan(110);
    if (bars.size === 5) break;
  }
  await room.dismiss(stream.connection);
  expect(await done).toMatchObject({ code: 0, stdout: 'publishing\ndone\n', stderr: '' });
});
