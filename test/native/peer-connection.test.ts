import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { PeerConnection } from '../../lib/media/engine.js';
import { NativeEngine } from '../../lib/node/binary/native-engine.js';
import { call, loopbackConfig } from './helpers/loopback.js';
import { until } from '../helpers/until.js';

let engine: NativeEngine;
beforeEach(() => {
  engine = new NativeEngine();
});
afterEach(() => {
  engine.close();
});

const pattern = { width: 160, height: 120, fps: 30 };
const silent = {
  candidate: () => undefined,
  connectionState: () => undefined,
  iceConnectionState: () => undefined,
  track: () => undefined,
};

function connection(): PeerConnection {
  return engine.createPeerConnection(loopbackConfig, silent);
}

describe('a peer connection', () => {
  test('reports its states in order', async () => {
    using connected = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
    expect(connected.sender.states).toEqual(['connecting', 'connected']);
    expect(connected.receiver.states).toEqual(['connecting', 'connected']);
  });

  test('tells of remote tracks before the remote description is set', async () => {
    const order: string[] = [];
    const sender = connection();
    sender.addTrack(engine.createTestPatternTrack(pattern));
    sender.addTrack(
      engine.createToneTrack({ sampleRate: 48_000, channels: 2, frequency: 440, amplitude: 0.1 }),
    );
    const receiver = engine.createPeerConnection(loopbackConfig, {
      ...silent,
      track: ({ kind }) => order.push(kind),
    });
    await receiver.setRemoteDescription(await sender.createOffer());
    order.push('set');
    expect(order).toEqual(['video', 'audio', 'set']);
  });

  test('offers nothing but 127.0.0.1 on loopback', async () => {
    const candidates: string[] = [];
    const sender = engine.createPeerConnection(loopbackConfig, {
      ...silent,
      candidate: ({ candidate }) => candidates.push(candidate),
    });
    sender.addTrack(engine.createTestPatternTrack(pattern));
    const offer = await sender.createOffer();
    await sender.setLocalDescription(offer);
    await until(() => candidates.length > 0);
    expect(candidates.map((candidate) => candidate.split(' ')[4])).toEqual(['127.0.0.1']);
  });

  test('restarts ICE and goes on sending', async () => {
    using connected = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
    let frames = 0;
    engine.openVideoSink(await connected.track('video'), () => frames++);
    await until(() => frames > 5);
    const username = async () => {
      const { sdp } = await connected.sender.connection.createOffer();
      return /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
    };
    const before = await username();
    await connected.negotiate({ iceRestart: true });
    expect(await username()).not.toBe(before);
    const seen = frames;
    await until(() => frames > seen + 20);
    expect(connected.receiver.tracks).toHaveLength(1);
  });

  test('takes over a section that the other side offered to receive', async () => {
    const subscriber = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
    const offer = await subscriber.sender.connection.createOffer();
    const sdp = offer.sdp
      .replaceAll('a=sendonly', 'a=recvonly')
      .replaceAll(/a=(ssrc|msid)[^\n]*\n/g, '');
    const publisher = connection();
    await publisher.setRemoteDescription({ type: 'offer', sdp });
    publisher.addTrack(engine.createTestPatternTrack(pattern));
    const answer = await publisher.createAnswer();
    expect(answer.sdp.match(/^m=/gm)).toHaveLength(1);
    expect(answer.sdp).toContain('a=sendonly');
  });

  test('has statistics with the names of W3C', async () => {
    const track = engine.createTestPatternTrack(pattern);
    using connected = await call(engine, [{ track }]);
    let frames = 0;
    engine.openVideoSink(await connected.track('video'), () => frames++);
    await until(() => frames > 10);
    const stats = [...(await connected.receiver.connection.getStats()).values()];
    const find = (type: string) => stats.find((entry) => entry.type === type);
    expect(find('inbound-rtp')).toMatchObject({
      kind: 'video',
      trackIdentifier: track.id,
      framesDecoded: expect.any(Number) as number,
      bytesReceived: expect.any(Number) as number,
      jitter: expect.any(Number) as number,
      frameWidth: 160,
      frameHeight: 120,
    });
    expect(find('candidate-pair')).toMatchObject({ state: 'succeeded', nominated: true });
    expect(find('codec')).toMatchObject({ mimeType: 'video/VP8', clockRate: 90_000 });
    expect(Math.abs((find('inbound-rtp')?.timestamp ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(new Set(stats.map(({ id }) => id)).size).toBe(stats.length);
    expect(find('track')).toBeUndefined();
  });

  test('rejects a candidate that comes before the remote description', async () => {
    const candidate = 'candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host';
    await expect(
      connection().addIceCandidate({ candidate, sdpMid: '0', sdpMLineIndex: 0 }),
    ).rejects.toThrow('addIceCandidate');
  });

  test.each([
    ['createAnswer', (peer: PeerConnection) => peer.createAnswer()],
    [
      'setLocalDescription',
      (peer: PeerConnection) => peer.setLocalDescription({ type: 'offer', sdp: 'v=0' }),
    ],
    [
      'setRemoteDescription',
      (peer: PeerConnection) => peer.setRemoteDescription({ type: 'answer', sdp: '' }),
    ],
  ])('%s rejects with its name when it fails', async (name, operate) => {
    await expect(operate(connection())).rejects.toThrow(name);
  });

  test('rejects what is pending when it is closed', async () => {
    const peer = connection();
    const pending = [peer.createOffer(), peer.getStats()];
    peer.close();
    const results = await Promise.allSettled(pending);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(peer.createOffer()).rejects.toThrow('createOffer: the peer connection is closed');
    expect(() => peer.addTrack(engine.createTestPatternTrack(pattern))).toThrow('is closed');
  });

  test('calls nobody after it is closed', async () => {
    const events: unknown[] = [];
    const record = (event: unknown) => void events.push(event);
    const peer = engine.createPeerConnection(loopbackConfig, {
      candidate: record,
      connectionState: record,
      iceConnectionState: record,
      track: record,
    });
    peer.addTrack(engine.createTestPatternTrack(pattern));
    const settled = peer.setLocalDescription(await peer.createOffer());
    peer.close();
    await expect(settled).rejects.toThrow('closed');
    using _ = await call(engine, [{ track: engine.createTestPatternTrack(pattern) }]);
    expect(events).toEqual([]);
  });

  test('with a server that libwebrtc does not accept tells so by its operations', async () => {
    const peer = engine.createPeerConnection(
      { ...loopbackConfig, iceServers: [{ urls: ['turn:127.0.0.1'] }] },
      silent,
    );
    await expect(peer.createOffer()).rejects.toThrow('createOffer');
  });
});
