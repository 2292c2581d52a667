import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import type { StatsReport } from '../../lib/media/engine.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../lib/media/sources/tone-audio-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import type { Session } from '../../lib/client/session.js';
import type { SessionIceConfig, SessionOptions } from '../../lib/client/session-options.js';
import type { Stream } from '../../lib/client/stream.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { launchChromium } from './helpers/chromium.js';
import { NativeRoom } from './helpers/native-room.js';
import { TurnServer } from './helpers/turn-server.js';

const relayOnly: SessionIceConfig = { networks: 'loopback', transportPolicy: 'relay' };
const secret = 'north';

/** One member publishes, the other knows the stream. */
async function publish(
  room: NativeRoom,
  options: SessionOptions,
): Promise<{ sender: Session; receiver: Session; publisher: Publisher; stream: Stream }> {
  const [sender, receiver] = [await room.join(options), await room.join(options)];
  const received = new Promise<Stream>((resolve) => {
    receiver.once('streamReceived', ({ stream }) => {
      resolve(stream);
    });
  });
  const publisher = new Publisher(room.context, {
    video: new TestPatternVideoSource({ width: 320, height: 240, fps: 15 }),
    audio: new ToneAudioSource(),
  });
  await sender.publish(publisher);
  return { sender, receiver, publisher, stream: await received };
}

/** A call, both ends of which are at the TURN server. */
async function expectRelayedCall(room: NativeRoom, options: SessionOptions): Promise<StatsReport> {
  const { receiver, publisher, stream } = await publish(room, options);
  const subscriber = new Subscriber(room.context, stream);
  await receiver.subscribe(subscriber);
  let frames = 0;
  for await (const _frame of subscriber.frames()) if (++frames === 10) break;
  const report = await subscriber.getRtcStatsReport();
  expect(pairTypes(report)).toEqual(['relay', 'relay']);
  const [sent] = await publisher.getRtcStatsReport();
  expect(pairTypes(sent?.report ?? new Map())).toEqual(['relay', 'relay']);
  return report;
}

/** Candidate types of the pair in use, local first. */
function pairTypes(report: StatsReport): unknown[] {
  const entries = [...report.values()];
  const transport = entries.find(({ type }) => type === 'transport');
  const pair = entries.find(({ id }) => id === transport?.['selectedCandidatePairId']);
  return ['localCandidateId', 'remoteCandidateId'].map(
    (member) => entries.find(({ id }) => id === pair?.[member])?.['candidateType'],
  );
}

describe('a relay-only call through coturn', () => {
  it.each(['udp', 'tcp'] as const)(
    'works over %s with credentials that the session server issues',
    async (transport) => {
      await using turn = await TurnServer.start({ secret });
      await using room = await NativeRoom.open({
        turn: { urls: [turn.url(transport)], secret, ttlSeconds: 600 },
      });
      const report = await expectRelayedCall(room, { iceConfig: relayOnly });
      const protocols = [...report.values()]
        .filter(({ type }) => type === 'local-candidate')
        .map(({ relayProtocol }) => relayProtocol);
      expect(protocols).toContain(transport);
    },
  );

  it("works with the application's own server alone", async () => {
    const user = { username: 'ann', credential: 'correct horse' };
    await using turn = await TurnServer.start(user);
    // A server that nobody can use: it would be tried if it were not left out.
    await using room = await NativeRoom.open({ turn: { urls: ['turn:127.0.0.1:9'], secret } });
    await expectRelayedCall(room, {
      iceConfig: {
        ...relayOnly,
        servers: [{ urls: turn.url(), ...user }],
        includeServers: 'custom',
      },
    });
  });

  it('works between Chromium and the native engine', async () => {
    await using turn = await TurnServer.start({ secret });
    await using room = await NativeRoom.open({ turn: { urls: [turn.url()], secret } });
    const chromium = await launchChromium();
    try {
      const session = await room.join({ iceConfig: relayOnly });
      const received = new Promise<Stream>((resolve) => {
        session.once('streamReceived', ({ stream }) => {
          resolve(stream);
        });
      });
      const ice = { transportPolicy: 'relay' } as const;
      await chromium.call('join', { ...(await room.invitation()), ice });
      await chromium.call('publish', 'vp8');
      const subscriber = new Subscriber(room.context, await received);
      await session.subscribe(subscriber);
      let frames = 0;
      for await (const _frame of subscriber.frames()) if (++frames === 10) break;
      expect(pairTypes(await subscriber.getRtcStatsReport())).toEqual(['relay', 'relay']);
    } finally {
      await chromium.close();
    }
  });

  it('ends a subscription with 1542 in time if the password is wrong, and nothing else', async () => {
    await using turn = await TurnServer.start({ secret });
    await using room = await NativeRoom.open({ turn: { urls: [turn.url()], secret: 'south' } });
    const subscribeTimeoutMs = 2000;
    const { sender, receiver, stream } = await publish(room, {
      iceConfig: relayOnly,
      signaling: { subscribeTimeoutMs },
    });
    const subscriber = new Subscriber(room.context, stream);
    const raised = vi.fn();
    subscriber.on('error', raised);
    const started = performance.now();
    // What makes a timer late on a busy machine makes this one late, too.
    const due = delay(subscribeTimeoutMs).then(() => performance.now());
    await expect(receiver.subscribe(subscriber)).rejects.toMatchObject({
      name: 'SessionError',
      code: ErrorCode.ConnectionTimedOut,
      source: 'subscriber',
    });
    const ended = performance.now();
    expect(ended - started).toBeGreaterThan(subscribeTimeoutMs - 10);
    expect(ended - (await due)).toBeLessThan(2000);
    expect(raised).toHaveBeenCalledOnce();
    // The session is as before.
    const signal = new Promise((resolve) => {
      sender.once('signal', resolve);
    });
    await receiver.sendSignal('still', 'here');
    expect(await signal).toMatchObject({ type: 'still', data: 'here' });
    expect(receiver.streams).toEqual([stream]);
  });
});
