import { expect, it, vi } from 'vitest';
import { launchWrtc } from '../interop/helpers/wrtc.js';
import { expectMedia, receivedCodec } from './helpers/media.js';
import { RoutedCall, streamIn } from './helpers/routed-call.js';

/** Long enough for a machine that has other things to do. */
const patience = { timeout: 60_000, interval: 100 };

it('a subscriber without H264 makes an H264 stream VP8, for the others too', async () => {
  const peer = await launchWrtc();
  try {
    await using call = await RoutedCall.open();
    const [ann, bob] = [await call.join(), await call.join()];
    await call.publish(ann, { preferredVideoCodecs: ['h264'] });
    const stream = await streamIn(bob);
    const subscriber = await call.subscribe(bob, stream);
    await expectMedia(subscriber);
    expect(await receivedCodec(subscriber)).toBe('video/H264');

    await peer.call('join', await call.invitation());
    await peer.call('subscribe', stream.id);
    await vi.waitFor(async () => {
      const received = await peer.call('received');
      expect(received.codec.toLowerCase()).toBe('video/vp8');
      expect(received.framesDecoded).toBeGreaterThan(5);
    }, patience);
    await expectMedia(subscriber);
    expect(await receivedCodec(subscriber)).toBe('video/VP8');
  } finally {
    await peer.close();
  }
});
