import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { ExampleRoom } from '../helpers/rigs/example-room.js';

it('examples/receive-frames looks at fifty frames and saves one', async () => {
  await using room = await ExampleRoom.open();
  const folder = await mkdtemp(join(tmpdir(), 'webrtc-session-'));
  try {
    const file = join(folder, 'picture.png');
    const done = room.run('receive-frames', { args: [file] });
    await room.peer.publish(
      new Publisher(room.context, {
        name: 'pattern',
        video: new TestPatternVideoSource({ width: 320, height: 240, fps: 30 }),
      }),
    );
    const { code, stdout, stderr } = await done;
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/50 frames of pattern, \d+ dropped/);
    expect(stdout).toContain(`saved 320x240 to ${file}`);
    const picture = decode(await readFile(file));
    expect([picture.width, picture.height, picture.channels]).toEqual([320, 240, 4]);
    expect(new Set(picture.data.slice(0, 40_000)).size).toBeGreaterThan(10);
  } finally {
    await rm(folder, { recursive: true });
  }
});
