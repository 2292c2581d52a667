import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createNativeEngine } from '../../lib/node/binary/create-native-engine.js';
import type { MediaEngine, PeerConnectionState } from '../../lib/media/engine.js';
import type { JsepMessage } from '../../lib/protocol/messages/jsep-message.js';
import { systemClock } from '../../lib/signaling/platform.js';
import { opusTuning } from '../../lib/signaling/negotiation/opus-tuning.js';
import { MediaPeer, type PeerContext } from '../../lib/signaling/negotiation/media-peer.js';
import { until } from '../helpers/until.js';

type Side = 'publisher' | 'subscriber';

const config = { iceServers: [], iceTransportPolicy: 'all', networks: 'loopback' } as const;

/** The negotiation of signalling, over libwebrtc on both sides. */
describe('MediaPeer over the native engine', () => {
  let engine: MediaEngine;
  let states: Record<Side, PeerConnectionState>;
  let errors: unknown[];
  let sent: { readonly side: Side; readonly message: JsepMessage }[];
  let sides: Record<Side, MediaPeer>;

  beforeEach(async () => {
    engine = createNativeEngine({
      audio: 'virtual',
      lowLatency: false,
      logLevel: 'none',
    });
    states = { publisher: 'new', subscriber: 'new' };
    errors = [];
    sent = [];
    sides = { publisher: negotiation('publisher'), subscriber: negotiation('subscriber') };
    sides.publisher.offer({ iceRestart: false });
    await until(connected);
  });

  afterEach(() => {
    sides.publisher.close();
    sides.subscriber.close();
    engine.close();
    expect(errors).toEqual([]);
  });

  function negotiation(side: Side): MediaPeer {
    const tone = { sampleRate: 48_000, channels: 2, frequency: 440, amplitude: 0.5 } as const;
    const track = engine.createToneTrack(tone);
    const sending = side === 'publisher' ? [{ track, options: {}, active: true }] : [];
    const context: PeerContext = {
      engine,
      clock: systemClock,
      config: { iceFailedGraceMs: 60_000, mediaRecoveryMs: 60_000 },
      info: { renegotiation: true },
      messages: {
        notify: (message) => {
          sent.push({ side, message });
          // As over a network: later, and in order.
          setImmediate(() => {
            sides[side === 'publisher' ? 'subscriber' : 'publisher'].handle(message);
          });
        },
      },
    };
    return new MediaPeer(context, {
      remote: side === 'publisher' ? 'subscriber' : 'publisher',
      config: Promise.resolve(config),
      opus: opusTuning({ stereo: true, dtx: false }),
      target: { streamId: 'S', subscriberId: 'SUB', peer: {} },
      polite: side === 'subscriber',
      tracks: () => sending,
      onState: (state) => {
        states[side] = state;
      },
      onError: (error) => errors.push(error),
      onLost: () => errors.push(new Error(`${side} lost its connection`)),
    });
  }

  function connected(): boolean {
    return states.publisher === 'connected' && states.subscriber === 'connected';
  }

  /** ICE user name fragments of the descriptions a side has sent, one per description. */
  function ufrags(side: Side): string[] {
    return sent.flatMap(({ side: sender, message }) => {
      if (sender !== side || message.kind === 'candidate') return [];
      return /^a=ice-ufrag:(\S+)/m.exec(message.sdp)?.[1] ?? [];
    });
  }

  const answers = (): number => sent.filter(({ message }) => message.kind === 'answer').length;

  it.each(['publisher', 'subscriber'] as const)(
    'restarts ICE by an offer of the %s',
    async (side) => {
      sides[side].restartIce();
      await until(() => answers() === 2);
      await until(connected);
      for (const each of ['publisher', 'subscriber'] as const) {
        expect(new Set(ufrags(each)).size, each).toBe(2);
      }
    },
  );

  it('survives restarts of both sides at once, again and again', async () => {
    for (let round = 1; round <= 5; round++) {
      sides.publisher.restartIce();
      sides.subscriber.restartIce();
      await until(() => answers() > round);
      await until(connected);
    }
    // The offers did cross: each side made one per round, and one of the two was answered.
    expect(ufrags('publisher')).toHaveLength(6);
    expect(ufrags('subscriber')).toHaveLength(11);
  });

  it('negotiates stereo on both ends', () => {
    const [offer] = sent.filter(({ message }) => message.kind === 'offer');
    const [answer] = sent.filter(({ message }) => message.kind === 'answer');
    expect(offer?.message).toMatchObject({
      sdp: expect.stringContaining('sprop-stereo=1') as string,
    });
    expect(answer?.message).toMatchObject({ sdp: expect.stringContaining(';stereo=1') as string });
  });
});
