import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { VideoCodec } from '../../../lib/media/engine.js';
import { TestPatternVideoSource } from '../../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../../lib/media/sources/tone-audio-source.js';
import { Publisher } from '../../../lib/client/publishing/publisher.js';
import type { Session } from '../../../lib/client/session.js';
import type { SessionEvents } from '../../../lib/client/session-events.js';
import { Subscriber } from '../../../lib/client/subscribing/subscriber.js';
import { NativeRoom } from './native-room.js';
import type { RemotePeer } from './remote-peer.js';

export interface PeerSuiteOptions {
  readonly launch: () => Promise<RemotePeer>;
  /** Codecs that both sides have; calls are made with each. */
  readonly codecs: readonly VideoCodec[];
  /** Codecs that the peer has not: what a call that prefers one falls back to is VP8. */
  readonly missingCodecs?: readonly VideoCodec[];
  /** Where the peer has its addresses. Default loopback. */
  readonly networks?: 'all' | 'loopback';
}

/** Long enough for a machine that has other things to do. */
const patience = { timeout: 60_000, interval: 100 };

/** Calls between the native engine and a peer of another make, both ways in one session. */
export function describePeer(name: string, options: PeerSuiteOptions): void {
  const { launch, codecs, missingCodecs = [], networks = 'loopback' } = options;

  describe(`a session with ${name}`, () => {
    let peer: RemotePeer;
    let room: NativeRoom;
    let session: Session;

    beforeAll(async () => {
      peer = await launch();
    });
    afterAll(() => peer.close());
    beforeEach(async () => {
      room = await NativeRoom.open();
      session = await room.join({ iceConfig: { networks } });
      await peer.call('join', await room.invitation());
    });
    afterEach(async () => {
      await peer.call('leave');
      await room[Symbol.asyncDispose]();
    });

    /** The payload of the next such event. */
    const next = <Name extends keyof SessionEvents>(event: Name): Promise<SessionEvents[Name]> =>
      new Promise((resolve) => {
        session.once(event, resolve);
      });

    /** Publishes a pattern and a tone to the peer. */
    const publish = async (codec: VideoCodec): Promise<Publisher> => {
      const publisher = new Publisher(room.context, {
        video: new TestPatternVideoSource({ width: 640, height: 480, fps: 20 }),
        audio: new ToneAudioSource({ frequency: 440, amplitude: 0.5 }),
        preferredVideoCodecs: [codec],
      });
      const { id } = await session.publish(publisher);
      await vi.waitUntil(async () => (await peer.call('streams')).includes(id), patience);
      await peer.call('subscribe', id);
      return publisher;
    };

    /** Receives what the peer publishes. */
    const receive = async (codec: VideoCodec): Promise<Subscriber> => {
      const announced = next('streamReceived');
      await peer.call('publish', codec);
      const { stream } = await announced;
      const subscriber = new Subscriber(room.context, stream);
      await session.subscribe(subscriber);
      return subscriber;
    };

    it('has the codecs that are tested', async () => {
      const known = await peer.call('videoCodecs');
      expect(known).toEqual(expect.arrayContaining([...codecs]));
      for (const codec of missingCodecs) expect(known).not.toContain(codec);
    });

    it.each(codecs)('carries %s and sound to the peer', async (codec) => {
      await publish(codec);
      await vi.waitFor(async () => {
        const received = await peer.call('received');
        expect(received.framesDecoded).toBeGreaterThan(30);
        expect(received.audioEnergy).toBeGreaterThan(0.01);
        expect(received.codec.toLowerCase()).toBe(`video/${codec}`);
        expect(received.width / received.height).toBeCloseTo(640 / 480);
      }, patience);
    });

    it.each(codecs)('carries %s and sound from the peer', async (codec) => {
      const subscriber = await receive(codec);
      await expectMovingPicture(subscriber);
      await expectSound(subscriber);
      expect(await receivedCodec(subscriber)).toBe(`video/${codec}`);
    });

    it.each(missingCodecs)('falls back to vp8 if the peer has no %s', async (codec) => {
      await publish(codec);
      await vi.waitFor(async () => {
        const received = await peer.call('received');
        expect(received.framesDecoded).toBeGreaterThan(5);
        expect(received.codec.toLowerCase()).toBe('video/vp8');
      }, patience);
    });

    it('carries pictures and signals both ways at once', async () => {
      const subscriber = await receive('vp8');
      await publish('vp8');
      const signal = next('signal');
      await peer.call('signal', 'from-peer', 'Grüße ✓');
      expect(await signal).toMatchObject({
        type: 'from-peer',
        data: 'Grüße ✓',
        connection: subscriber.stream.connection,
      });
      await session.sendSignal('to-peer', '✓ zurück', { to: subscriber.stream.connection });
      await vi.waitFor(async () => {
        expect(await peer.call('signals')).toContainEqual({
          type: 'to-peer',
          data: '✓ zurück',
          from: session.connection?.id,
        });
      }, patience);
      await expectMovingPicture(subscriber);
      const before = (await peer.call('received')).framesDecoded;
      await vi.waitFor(async () => {
        expect((await peer.call('received')).framesDecoded).toBeGreaterThan(before + 10);
      }, patience);
    });

    it('goes on after the peer has restarted ICE, as publisher and as subscriber', async () => {
      const subscriber = await receive('vp8');
      await publish('vp8');
      const before = await peer.call('ufrags');
      expect(before).toHaveLength(2);
      await peer.call('networkChanged');
      await vi.waitFor(async () => {
        const after = await peer.call('ufrags');
        expect(after).toHaveLength(2);
        for (const ufrag of after) expect(before).not.toContain(ufrag);
      }, patience);
      await expectMovingPicture(subscriber);
      const { framesDecoded } = await peer.call('received');
      await vi.waitFor(async () => {
        expect((await peer.call('received')).framesDecoded).toBeGreaterThan(framesDecoded + 10);
      }, patience);
    });

    it('goes on after the native side has restarted ICE', async () => {
      const subscriber = await receive('vp8');
      await publish('vp8');
      const before = await peer.call('ufrags');
      session.networkChanged();
      await vi.waitFor(async () => {
        const after = await peer.call('ufrags');
        expect(after).toHaveLength(2);
        for (const ufrag of after) expect(before).not.toContain(ufrag);
      }, patience);
      await expectMovingPicture(subscriber);
    });

    it('tells of a mute, of the end of the stream, and of the end of the connection', async () => {
      const subscriber = await receive('vp8');
      const { stream } = subscriber;
      const disabled = new Promise((resolve) => {
        subscriber.once('videoDisabled', resolve);
      });
      const muted = next('streamHasVideoChanged');
      await peer.call('muteVideo');
      expect(await muted).toEqual({ stream, hasVideo: false });
      expect(await disabled).toEqual({ reason: 'publishVideo' });

      const dropped = next('streamDropped');
      await peer.call('unpublish');
      expect((await dropped).stream).toBe(stream);

      const gone = next('connectionDropped');
      await peer.call('leave');
      expect(await gone).toEqual({ connection: stream.connection, reason: 'clientDisconnected' });
    });
  });
}

/** Thirty frames in order, not flat, and not all the same. */
async function expectMovingPicture(subscriber: Subscriber): Promise<void> {
  const pictures = new Set<string>();
  let last = -1;
  let frames = 0;
  for await (const frame of subscriber.frames()) {
    expect(frame.timestampUs).toBeGreaterThan(last);
    last = frame.timestampUs;
    const luma = frame.toI420Buffer().subarray(0, frame.width * frame.height);
    let [low, high] = [255, 0];
    for (const value of luma) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
    expect(high - low).toBeGreaterThan(20);
    pictures.add(Buffer.from(luma).toString('base64'));
    if (++frames === 30) break;
  }
  expect(pictures.size).toBeGreaterThan(5);
}

/** Some sound, sooner or later: Chromium's fake microphone beeps once a second. */
async function expectSound(subscriber: Subscriber): Promise<void> {
  for await (const { samples } of subscriber.audio()) {
    if (samples.some((sample) => Math.abs(sample) > 1000)) return;
  }
  expect.unreachable('the sound ended without any');
}

async function receivedCodec(subscriber: Subscriber): Promise<string> {
  const report = await subscriber.getRtcStatsReport();
  const video = [...report.values()].find(
    (entry) => entry.type === 'inbound-rtp' && entry['kind'] === 'video',
  );
  const codec = [...report.values()].find(({ id }) => id === video?.['codecId']);
  const mimeType = codec?.['mimeType'];
  return typeof mimeType === 'string' ? mimeType.toLowerCase() : '';
}
