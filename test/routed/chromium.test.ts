import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Session } from '../../lib/index.js';
import { launchChromium } from '../interop/helpers/chromium.js';
import type { RemotePeer } from '../interop/helpers/remote-peer.js';
import { expectMedia, receivedCodec } from './helpers/media.js';
import { RoutedCall, streamIn } from './helpers/routed-call.js';

/** Long enough for a machine that has other things to do. */
const patience = { timeout: 60_000, interval: 100 };

describe('a routed session with Chromium', () => {
  let peer: RemotePeer;
  let call: RoutedCall;
  let session: Session;

  beforeAll(async () => {
    peer = await launchChromium();
    call = await RoutedCall.open();
    session = await call.join();
    await peer.call('join', await call.invitation());
  });
  afterAll(async () => {
    await peer.close();
    await call[Symbol.asyncDispose]();
  });

  /** More than there was, which is returned. */
  const expectProgress = async (before = 0): Promise<number> => {
    await vi.waitFor(async () => {
      const { framesDecoded, audioEnergy } = await peer.call('received');
      expect(framesDecoded).toBeGreaterThan(before + 20);
      expect(audioEnergy).toBeGreaterThan(0.01);
    }, patience);
    return (await peer.call('received')).framesDecoded;
  };

  it('carries its camera and microphone', async () => {
    await peer.call('publish', 'vp8');
    const subscriber = await call.subscribe(session, await streamIn(session));
    await expectMedia(subscriber);
    expect(await receivedCodec(subscriber)).toBe('video/VP8');
    await session.unsubscribe(subscriber);
  });

  it.each(['vp8', 'h264'] as const)('carries %s and audio to it', async (codec) => {
    const publisher = await call.publish(session, { preferredVideoCodecs: [codec] });
    const id = publisher.stream?.id ?? expect.unreachable();
    await vi.waitUntil(async () => (await peer.call('streams')).includes(id), patience);
    await peer.call('subscribe', id);
    await expectProgress();
    const { codec: received } = await peer.call('received');
    expect(received.toLowerCase()).toBe(`video/${codec}`);
    await session.unpublish(publisher);
  });

  it('goes on after it has restarted ICE, as publisher and as subscriber', async () => {
    const [stream] = session.streams;
    const subscriber = await call.subscribe(session, stream ?? expect.unreachable());
    const publisher = await call.publish(session);
    const id = publisher.stream?.id ?? expect.unreachable();
    await vi.waitUntil(async () => (await peer.call('streams')).includes(id), patience);
    await peer.call('subscribe', id);
    const before = await expectProgress();
    const ufrags = await peer.call('ufrags');
    await peer.call('networkChanged');
    await vi.waitFor(async () => {
      for (const ufrag of await peer.call('ufrags')) expect(ufrags).not.toContain(ufrag);
    }, patience);
    await expectMedia(subscriber);
    await expectProgress(before);
  });
});
