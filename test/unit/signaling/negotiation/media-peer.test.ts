import { afterEach, describe, expect, it } from 'vitest';
import type { PeerConnectionConfig, PeerConnectionState } from '../../../../lib/media/engine.js';
import type { JsepMessage } from '../../../../lib/protocol/messages/jsep-message.js';
import { opusTuning } from '../../../../lib/signaling/negotiation/opus-tuning.js';
import { MediaPeer, type PeerContext } from '../../../../lib/signaling/negotiation/media-peer.js';
import { FakeClock, settle } from '../../../helpers/fakes/fake-clock.js';
import { FakeEngine } from '../../../helpers/fakes/fake-engine.js';

const config: PeerConnectionConfig = {
  iceServers: [],
  iceTransportPolicy: 'all',
  networks: 'all',
};

type Side = 'publisher' | 'subscriber';

/** A publisher's and a subscriber's negotiation, and the messages between them. */
class Pair {
  readonly engine = new FakeEngine();
  readonly clock = new FakeClock();
  /** Who gave its connection up. */
  readonly lost: Side[] = [];
  readonly states: Record<Side, PeerConnectionState[]> = { publisher: [], subscriber: [] };
  readonly tracks: string[] = [];
  readonly errors: Record<Side, unknown[]> = { publisher: [], subscriber: [] };
  /** Messages that are on their way, oldest first. */
  readonly queue: { readonly to: Side; readonly message: JsepMessage }[] = [];
  /** Kinds of all messages sent, e.g. `publisher offer`. */
  readonly sent: string[] = [];
  /** False: messages stay in the queue. */
  flowing = true;
  #resolveConfig: (config: PeerConnectionConfig) => void = () => undefined;
  readonly publisher: MediaPeer;
  readonly subscriber: MediaPeer;

  readonly #renegotiation: boolean;

  constructor({ holdConfig = false, opus = {}, renegotiation = true } = {}) {
    this.#renegotiation = renegotiation;
    const held = new Promise<PeerConnectionConfig>((resolve) => {
      this.#resolveConfig = resolve;
    });
    const ready = Promise.resolve(config);
    this.publisher = this.#make('publisher', holdConfig ? held : ready, opusTuning(opus));
    this.subscriber = this.#make('subscriber', ready, opusTuning());
  }

  giveConfig(): void {
    this.#resolveConfig(config);
  }

  connection(side: Side) {
    const connection = this.engine.connections[side === 'publisher' ? 0 : 1];
    if (!connection) throw new Error(`the ${side} has no connection`);
    return connection;
  }

  /** Delivers what is on its way, and what comes of it. */
  async flush(): Promise<void> {
    await settle();
    for (let next = this.queue.shift(); next; next = this.queue.shift()) {
      this[next.to].handle(next.message);
      await settle();
    }
  }

  async connect(): Promise<void> {
    this.publisher.offer({ iceRestart: false });
    await this.flush();
  }

  close(): void {
    this.publisher.close();
    this.subscriber.close();
  }

  #make(side: Side, ready: Promise<PeerConnectionConfig>, opus: ReturnType<typeof opusTuning>) {
    const to = side === 'publisher' ? 'subscriber' : 'publisher';
    const track = this.engine.createAudioTrack({ sampleRate: 48000, channels: 2 });
    const context: PeerContext = {
      engine: this.engine,
      clock: this.clock,
      config: { iceFailedGraceMs: 15_000, mediaRecoveryMs: 120_000 },
      info: { renegotiation: this.#renegotiation },
      messages: {
        notify: (message) => {
          this.sent.push(`${side} ${message.kind}`);
          this.queue.push({ to, message });
        },
      },
    };
    return new MediaPeer(context, {
      remote: to,
      config: ready,
      opus,
      target: { streamId: 'S', subscriberId: 'SUB', peer: { peerId: 'P' } },
      polite: side === 'subscriber',
      tracks: () => (side === 'publisher' ? [{ track, options: {}, active: true }] : []),
      onTrack: ({ kind }) => this.tracks.push(`${side} ${kind}`),
      onState: (state) => this.states[side].push(state),
      onError: (error) => this.errors[side].push(error),
      onLost: () => this.lost.push(side),
    });
  }
}

describe('MediaPeer', () => {
  let pair: Pair;
  afterEach(() => {
    expect([...pair.errors.publisher, ...pair.errors.subscriber]).toEqual([]);
    pair.close();
    expect(pair.engine.network.connections).toEqual([]);
  });

  it('offers, answers, exchanges candidates and connects', async () => {
    pair = new Pair();
    await pair.connect();
    expect(pair.sent).toEqual([
      ...['publisher offer', 'publisher candidate', 'subscriber answer', 'subscriber candidate'],
    ]);
    expect(pair.states.publisher.at(-1)).toBe('connected');
    expect(pair.states.subscriber.at(-1)).toBe('connected');
    expect(pair.tracks).toEqual(['subscriber audio']);
  });

  it('echoes the peer fields in every message (protocol §10)', async () => {
    pair = new Pair();
    pair.publisher.offer({ iceRestart: false });
    await settle();
    for (const { message } of pair.queue) {
      expect(message).toMatchObject({ streamId: 'S', subscriberId: 'SUB', peer: { peerId: 'P' } });
    }
    expect(pair.queue).toHaveLength(2);
  });

  it('keeps candidates until the description is set', async () => {
    pair = new Pair();
    pair.publisher.offer({ iceRestart: false });
    await settle();
    pair.queue.reverse();
    await pair.flush();
    const calls = pair.connection('subscriber').calls.map(({ operation }) => operation);
    expect(calls.indexOf('addIceCandidate')).toBeGreaterThan(calls.indexOf('setRemoteDescription'));
    expect(pair.states.subscriber.at(-1)).toBe('connected');
  });

  it('keeps no more than 64 candidates', async () => {
    pair = new Pair();
    const target = { streamId: 'S', subscriberId: 'SUB', peer: {} };
    for (let i = 0; i < 1000; i++) {
      const candidate = `candidate:${i} 1 udp 1 127.0.0.1 9 typ host`;
      pair.subscriber.handle({
        kind: 'candidate',
        ...target,
        candidate,
        sdpMid: '',
        sdpMLineIndex: 0,
      });
    }
    await settle();
    pair.publisher.offer({ iceRestart: false });
    await pair.flush();
    const calls = pair.connection('subscriber').calls.map(({ operation }) => operation);
    const added = calls.filter((operation) => operation === 'addIceCandidate').length;
    expect(added).toBeGreaterThanOrEqual(64);
    // Its own of the other side come on top, once those that waited are through.
    expect(added).toBeLessThan(70);
    expect(pair.states.subscriber.at(-1)).toBe('connected');
  });

  it('waits for the ICE servers that come with the server’s answer', async () => {
    pair = new Pair({ holdConfig: true });
    pair.publisher.offer({ iceRestart: false });
    await pair.flush();
    // The subscriber's is made already.
    expect(pair.engine.connections).toHaveLength(1);
    pair.giveConfig();
    await settle();
    expect(pair.engine.connections).toHaveLength(2);
    expect(pair.sent).toContain('publisher offer');
  });

  it('puts up with a candidate that cannot be used', async () => {
    pair = new Pair();
    await pair.connect();
    const target = { streamId: 'S', subscriberId: 'SUB', peer: {} };
    const bad = { ...target, candidate: 'nonsense', sdpMid: '', sdpMLineIndex: 0 };
    pair.subscriber.handle({ kind: 'candidate', ...bad });
    await settle();
    expect(pair.subscriber.closed).toBe(false);
    expect(pair.connection('subscriber').calls.at(-1)?.argument).toMatchObject({ sdpMid: null });
  });

  it.each(['publisher', 'subscriber'] as const)(
    'restarts ICE by an offer of the %s',
    async (side) => {
      pair = new Pair();
      await pair.connect();
      const before = pair.connection(side).local?.ufrag;
      pair.engine.network.cut();
      pair.engine.network.fail();
      await settle();
      pair.engine.network.heal();
      expect(pair.connection(side).iceState).toBe('failed');
      pair[side].restartIce();
      await pair.flush();
      expect(pair.connection(side).local?.ufrag).not.toBe(before);
      expect(pair.states.publisher.at(-1)).toBe('connected');
      expect(pair.states.subscriber.at(-1)).toBe('connected');
    },
  );

  it('both restart at once: the publisher’s offer wins', async () => {
    pair = new Pair();
    await pair.connect();
    pair.sent.length = 0;
    pair.publisher.restartIce();
    pair.subscriber.restartIce();
    await pair.flush();
    expect(pair.sent.filter((text) => text.endsWith('answer'))).toEqual(['subscriber answer']);
    for (const side of ['publisher', 'subscriber'] as const) {
      expect(pair.connection(side).signalingState).toBe('stable');
      expect(pair.connection(side).iceState).toBe('connected');
    }
  });

  it('does not restart before the first exchange, nor while an offer is on its way', async () => {
    pair = new Pair();
    pair.subscriber.restartIce();
    await settle();
    expect(pair.sent).toEqual([]);
    pair.publisher.offer({ iceRestart: false });
    pair.publisher.restartIce();
    await settle();
    expect(pair.sent.filter((text) => text === 'publisher offer')).toHaveLength(1);
  });

  it('does not restart where the server does not understand it', async () => {
    pair = new Pair({ renegotiation: false });
    await pair.connect();
    pair.sent.length = 0;
    pair.publisher.restartIce();
    await pair.flush();
    expect(pair.sent).toEqual([]);
  });

  it('closes a connection that does not come back in time, and says so once', async () => {
    pair = new Pair();
    await pair.connect();
    pair.engine.network.cut();
    await settle();
    await pair.clock.advance(119_999);
    expect(pair.lost).toEqual([]);
    await pair.clock.advance(1);
    expect(pair.lost.sort()).toEqual(['publisher', 'subscriber']);
    expect([pair.publisher.closed, pair.subscriber.closed]).toEqual([true, true]);
  });

  it('ignores an answer nobody waits for', async () => {
    pair = new Pair();
    pair.publisher.offer({ iceRestart: false });
    await settle();
    for (const { message } of pair.queue.splice(0)) pair.subscriber.handle(message);
    await settle();
    const [answer] = pair.queue;
    if (!answer) throw new Error('no answer');
    pair.queue.push(answer);
    await pair.flush();
    expect(pair.connection('publisher').iceState).toBe('connected');
  });

  it('recognises its own messages', async () => {
    pair = new Pair();
    pair.publisher.offer({ iceRestart: false });
    await settle();
    for (const { message } of pair.queue) {
      expect(pair.publisher.hasSent(message)).toBe(true);
      expect(pair.subscriber.hasSent(message)).toBe(false);
    }
  });

  it('stereo is announced in the offer, asked for in the answer, and set for the encoder', async () => {
    pair = new Pair({ opus: { stereo: true, maxAverageBitrate: 96000, dtx: true } });
    await pair.connect();
    const applied = (side: Side, operation: string): unknown =>
      pair.connection(side).calls.find((call) => call.operation === operation)?.argument;
    const sdp = (text: string) => ({ sdp: expect.stringContaining(text) as string });
    expect(applied('subscriber', 'setRemoteDescription')).toMatchObject(sdp('sprop-stereo=1'));
    expect(applied('subscriber', 'setLocalDescription')).toMatchObject(sdp(';stereo=1'));
    expect(applied('publisher', 'setRemoteDescription')).toMatchObject(
      sdp(';stereo=1;maxaveragebitrate=96000;usedtx=1'),
    );
    expect(applied('publisher', 'setLocalDescription')).not.toMatchObject(sdp('stereo'));
  });
});

describe('MediaPeer that fails', () => {
  it.each(['createOffer', 'setLocalDescription'] as const)(
    '%s: reports it once and closes',
    async (operation) => {
      const pair = new Pair();
      await settle();
      pair.engine.failNext(operation, new Error('as ordered'));
      pair.publisher.offer({ iceRestart: false });
      pair.publisher.restartIce();
      await pair.flush();
      expect(pair.errors.publisher).toMatchObject([{ message: 'as ordered' }]);
      expect(pair.publisher.closed).toBe(true);
      expect(pair.connection('publisher').closed).toBe(true);
      pair.close();
    },
  );

  it('setRemoteDescription: the other side’s nonsense is an error of this connection', async () => {
    const pair = new Pair();
    const target = { streamId: 'S', subscriberId: 'SUB', peer: {} };
    pair.subscriber.handle({ kind: 'offer', ...target, sdp: 'nonsense' });
    await settle();
    expect(pair.errors.subscriber).toHaveLength(1);
    expect(pair.subscriber.closed).toBe(true);
    pair.close();
  });

  it('closing in the middle of an exchange is no error, and nothing is sent or said afterwards', async () => {
    for (let steps = 0; steps < 12; steps++) {
      const pair = new Pair();
      pair.publisher.offer({ iceRestart: false });
      for (let i = 0; i < steps; i++) await Promise.resolve();
      pair.publisher.close();
      const { length } = pair.sent;
      const states = pair.states.publisher.length;
      await pair.flush();
      expect(pair.errors.publisher, `after ${steps} steps`).toEqual([]);
      expect(pair.sent.filter((text) => text.startsWith('publisher')).length).toBeLessThanOrEqual(
        length,
      );
      expect(pair.states.publisher).toHaveLength(states);
      pair.close();
      expect(pair.engine.network.connections).toEqual([]);
    }
  });
});
