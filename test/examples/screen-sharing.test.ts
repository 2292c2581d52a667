import { platform } from 'node:process';
import { describe, expect, it } from 'vitest';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { VideoFrame } from '../../lib/media/frames/video-frame.js';
import { testPicture } from '../devices/helpers/pictures.js';
import { drawOnRoot } from '../devices/helpers/root-window.js';
import { XServer } from '../devices/helpers/x-server.js';
import { ExampleRoom } from '../helpers/rigs/example-room.js';
import { psnr } from '../native/helpers/pixels.js';

const width = 640;
const height = 360;

describe.runIf(platform === 'linux')('examples/screen-sharing', () => {
  it('shows the screen to others, and ends when there is none any more', async () => {
    await using screen = await XServer.start(width, height);
    await using room = await ExampleRoom.open();
    const { peer, log, context } = room;
    const picture = testPicture(width, height);
    await drawOnRoot(screen.display, picture);
    const drawn = VideoFrame.fromBuffer('bgra', width, height, picture.pixels);
    const done = room.run('screen-sharing', { env: { DISPLAY: screen.display } });

    const { stream } = await log.until('streamReceived');
    expect(stream).toMatchObject({ name: 'screen', videoSourceType: 'screen', width, height });
    const subscriber = new Subscriber(context, stream);
    await peer.subscribe(subscriber);
    for await (const frame of subscriber.frames()) {
      // The encoder begins with a coarse picture and refines it.
      if (frame.width === width && psnr(frame.toI420Buffer(), drawn.toI420Buffer()) > 30) break;
    }
    drawn.close();

    await screen.kill();
    await log.until('streamDropped');
    const { code, stdout, stderr } = await done;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      'sharing screen, 640x360',
      expect.stringContaining('gives no more frames'),
      'done',
      '',
    ]);
  });

  it('says so where there is no screen', async () => {
    await using room = await ExampleRoom.open();
    const { code, stderr } = await room.run('screen-sharing', { env: { DISPLAY: '' } });
    expect(code).toBe(1);
    expect(stderr).toContain('there is no screen to share');
  });
});
