import { describe, expect, it, vi } from 'vitest';
import { ErrorCode } from '../../../../lib/common/session-error.js';
import type { ClientMessage } from '../../../../lib/protocol/messages/client-message.js';
import type {
  Publication,
  PublicationEvents,
} from '../../../../lib/signaling/session/publication.js';
import { ClientRig, connectionInfo, router } from '../../../helpers/rigs/client-rig.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';
import type { FakePeerConnection } from '../../../helpers/fakes/fake-peer-connection.js';
import { FakeRouter } from '../../../helpers/fakes/fake-router.js';
import { publishOptions } from '../../../helpers/publish-options.js';

const eventNames = ['created', 'destroyed', 'error', 'muteForced'] as const;

function logOf(publication: Publication) {
  const log: string[] = [];
  for (const name of eventNames) {
    publication.on(name, (payload: PublicationEvents[typeof name]) => {
      log.push('reason' in payload ? `${name} ${payload.reason}` : name);
    });
  }
  return log;
}

function publish(rig: ClientRig, streamId = 'S') {
  const options = publishOptions(rig.engine, streamId);
  const publication = rig.client.publish(options);
  return { publication, options, log: logOf(publication) };
}

/** A client in a relayed session with members A and B, who subscribe as `SUB-A` and `SUB-B`. */
async function relayed(options: ConstructorParameters<typeof ClientRig>[0] = {}) {
  const members = { connections: [connectionInfo('A'), connectionInfo('B')] };
  const rig = await ClientRig.connected({ state: members, ...options });
  return {
    rig,
    subscribe: async (who: string, streamId = 'S'): Promise<void> => {
      const target = { streamId, subscriberId: `SUB-${who}` };
      rig.server.deliver({ kind: 'subscriber-created', ...target }, who);
      rig.server.deliver({ kind: 'generate-offer', ...target, peer: {} }, who);
      await settle();
    },
  };
}

const sentTracks = (connection: FakePeerConnection | undefined) =>
  [...(connection?.senders.values() ?? [])].map(({ track, options }) => ({ track, ...options }));

describe('publishing', () => {
  it('rule 14: describes the stream and is done when the session announces it', async () => {
    const rig = await ClientRig.connected();
    const { publication, log } = publish(rig);
    const stream = await publication.created;
    expect(rig.server.last('stream-create')).toMatchObject({
      streamId: 'S',
      stream: { channels: [{ id: 'audio1' }, { id: 'video1', width: 640 }] },
    });
    expect(stream).toMatchObject({ id: 'S', hasAudio: true, connection: rig.client.connection });
    expect(publication.stream).toBe(stream);
    expect(log).toEqual(['created']);
    // Rule 3: one's own stream is no event of the session.
    expect(rig.names).toEqual([]);
    expect(rig.client.streams).toEqual([]);
  });

  it.each([
    [403, ErrorCode.PublisherUnableToPublish],
    [409, ErrorCode.PublisherUnableToPublish],
    [408, ErrorCode.PublisherTimeout],
  ])('a refusal with %i rejects with %i, and raises nothing', async (status, code) => {
    const answer = ({ kind }: ClientMessage) => (kind === 'stream-create' ? { status } : 'usual');
    const rig = await ClientRig.connected({ answer });
    const { publication, log } = publish(rig);
    await expect(publication.created).rejects.toMatchObject({ code, source: 'publisher' });
    expect(log).toEqual([]);
    expect(publication.closed).toBe(true);
    expect(rig.clock.pending).toBe(0);
  });

  it('1541 if the stream is not announced in time; the server is told to forget it', async () => {
    const answer = ({ kind }: ClientMessage) => (kind === 'stream-create' ? {} : 'usual');
    const rig = await ClientRig.connected({ answer });
    const { publication } = publish(rig);
    await rig.clock.advance(15_000);
    await expect(publication.created).rejects.toMatchObject({ code: ErrorCode.PublisherTimeout });
    expect(rig.server.kinds.at(-1)).toBe('stream-delete');
  });

  it('the time without a connection does not count', async () => {
    const rig = await ClientRig.connected();
    rig.server.lose();
    const { publication } = publish(rig);
    rig.clock.suspend(1);
    await rig.clock.advance(14_000);
    rig.server.resume();
    await publication.created;
    expect(rig.clock.pending).toBe(0);
  });

  it('close() raises `destroyed` at once and tells the server', async () => {
    const { rig, subscribe } = await relayed();
    const { publication, log } = publish(rig);
    await publication.created;
    await subscribe('A');
    const closing = publication.close();
    expect(log).toEqual(['created', 'destroyed clientDisconnected']);
    expect(rig.engine.network.connections).toEqual([]);
    await closing;
    await publication.close();
    expect(rig.server.kinds.filter((kind) => kind === 'stream-delete')).toHaveLength(1);
    expect(log).toHaveLength(2);
    // The tracks are the caller's.
    expect(sentTracks(rig.engine.connections[0]).every(({ track }) => track?.enabled)).toBe(true);
  });

  it('close() before the announcement rejects `created` and raises nothing', async () => {
    const rig = await ClientRig.connected();
    const { publication, log } = publish(rig);
    await publication.close();
    await expect(publication.created).rejects.toMatchObject({ code: 1010, source: 'publisher' });
    await settle();
    expect(log).toEqual([]);
  });

  it('a stream id in use, or two tracks of a kind, is a RangeError', async () => {
    const rig = await ClientRig.connected();
    publish(rig);
    expect(() => publish(rig)).toThrow(RangeError);
    const { tracks, ...options } = publishOptions(rig.engine, 'T');
    expect(() => rig.client.publish({ ...options, tracks: [...tracks, ...tracks] })).toThrow(
      RangeError,
    );
    expect(() => publish(rig, 'T')).not.toThrow();
  });

  it('ends when a moderator or the server ends the stream', async () => {
    const rig = await ClientRig.connected();
    const { publication, log } = publish(rig);
    await publication.created;
    rig.server.deliver({ kind: 'stream-deleted', streamId: 'S', reason: 'forceUnpublished' });
    expect(log).toEqual(['created', 'destroyed forceUnpublished']);
    await publication.close();
    expect(rig.server.kinds).not.toContain('stream-delete');
  });

  it('rule 20: a muted publisher is told; a session muted before is the server’s to tell', async () => {
    const rig = await ClientRig.connected();
    const { publication, log } = publish(rig);
    await publication.created;
    rig.server.deliver({ kind: 'mute-session', active: true, excluded: [] });
    rig.server.deliver({ kind: 'mute-stream', streamId: 'S' });
    expect(log).toEqual(['created', 'muteForced', 'muteForced']);
    expect(rig.names).toEqual(['muteForced']);
  });

  it('setChannel tells the others and keeps the own stream up to date', async () => {
    const rig = await ClientRig.connected();
    const { publication } = publish(rig);
    await publication.setChannel('video', { active: false });
    expect(rig.server.last('channel-update')).toMatchObject({
      ...{ streamId: 'S', channelId: 'video1', changes: { active: false } },
    });
    expect(publication.stream?.hasVideo).toBe(false);
    await publication.close();
    await expect(publication.setChannel('video', { active: true })).rejects.toMatchObject({
      code: ErrorCode.SessionDisconnected,
    });
    const silent = rig.client.publish({
      description: { name: '', audioFallbackEnabled: false, channels: [] },
      tracks: [],
    });
    await expect(silent.setChannel('audio', {})).rejects.toThrow(RangeError);
  });
});

describe('sending in a relayed session', () => {
  it('makes one peer connection per subscriber, with the server’s and the own ICE servers', async () => {
    const own = { urls: ['turn:own.test'], username: 'u', credential: 'c' };
    const given = { urls: ['stun:given.test'] };
    const ice = { servers: [own], transportPolicy: 'relay', networks: 'loopback' } as const;
    const { rig, subscribe } = await relayed({
      client: { ice },
      answer: ({ kind, ...message }, messaging) => {
        if (kind !== 'stream-create') return 'usual';
        const { streamId, stream } = message as Extract<ClientMessage, { kind: 'stream-create' }>;
        const info = { ...stream, id: streamId, creationTime: 1 };
        const { connectionId } = messaging;
        queueMicrotask(() => {
          messaging.deliver({ kind: 'stream-created', stream: { ...info, connectionId } });
        });
        return { iceServers: [given] };
      },
    });
    const { publication, options } = publish(rig);
    await publication.created;
    await subscribe('A');
    await subscribe('B');
    expect(rig.engine.connections).toHaveLength(2);
    for (const connection of rig.engine.connections) {
      expect(connection.config).toEqual({
        ...{ iceServers: [own, given], iceTransportPolicy: 'relay', networks: 'loopback' },
      });
      expect(sentTracks(connection)).toEqual([
        { track: options.tracks[0].track },
        { track: options.tracks[1].track, maxBitrate: 500_000 },
      ]);
    }
    const offers = rig.server.received.filter(({ kind }) => kind === 'offer');
    expect(offers).toMatchObject([{ subscriberId: 'SUB-A' }, { subscriberId: 'SUB-B' }]);
    expect((await publication.getStats()).map(({ remote }) => remote)).toEqual(['A', 'B']);
  });

  it('statistics are those of who stays, if a subscriber leaves while they are collected', async () => {
    const { rig, subscribe } = await relayed();
    const { publication } = publish(rig);
    await publication.created;
    await subscribe('A');
    await subscribe('B');
    const [toA] = rig.engine.connections;
    if (!toA) throw new Error('no connection was made');
    vi.spyOn(toA, 'getStats').mockImplementation(() => {
      rig.server.deliver({ kind: 'subscriber-deleted', streamId: 'S', subscriberId: 'SUB-A' });
      return Promise.reject(new Error('getStats failed: the peer connection is closed'));
    });
    expect((await publication.getStats()).map(({ remote }) => remote)).toEqual(['B']);
  });

  it('an offer that is asked for before the server has answered waits for the ICE servers', async () => {
    const { rig, subscribe } = await relayed();
    const { publication } = publish(rig);
    const subscribed = subscribe('A');
    expect(rig.engine.connections).toEqual([]);
    await subscribed;
    await publication.created;
    expect(rig.server.kinds).toContain('offer');
  });

  it('closes the connection of a subscriber that left, however it left', async () => {
    const { rig, subscribe } = await relayed();
    const { publication, log } = publish(rig);
    await publication.created;
    await subscribe('A');
    await subscribe('B');
    rig.server.deliver({ kind: 'subscriber-deleted', streamId: 'S', subscriberId: 'SUB-A' });
    expect(rig.engine.connections.map(({ closed }) => closed)).toEqual([true, false]);
    rig.server.deliver({
      kind: 'connection-deleted',
      connectionId: 'B',
      reason: 'clientDisconnected',
    });
    expect(rig.engine.network.connections).toEqual([]);
    expect(log).toEqual(['created']);
  });

  it('a failure with one subscriber does not concern the others', async () => {
    const { rig, subscribe } = await relayed();
    const { publication, log } = publish(rig);
    const errors: unknown[] = [];
    publication.on('error', ({ error }) => errors.push(error));
    await publication.created;
    await subscribe('A');
    rig.engine.failNext('createOffer');
    await subscribe('B');
    expect(log).toEqual(['created', 'error']);
    expect(errors).toMatchObject([
      { code: ErrorCode.PublisherWebRTCError, message: expect.stringContaining('SUB-B') as string },
    ]);
    expect(rig.engine.connections.map(({ closed }) => closed)).toEqual([false, true]);
  });

  it('asked again with another peerId it makes a new connection in place of the old', async () => {
    const { rig } = await relayed();
    const { publication } = publish(rig);
    await publication.created;
    const ask = async (peerId: string): Promise<void> => {
      const target = { streamId: 'S', subscriberId: 'SUB-A', peer: { peerId } };
      rig.server.deliver({ kind: 'generate-offer', ...target }, 'A');
      await settle();
    };
    await ask('1');
    await ask('1');
    expect(rig.engine.connections).toHaveLength(1);
    await ask('2');
    expect(rig.engine.connections.map(({ closed }) => closed)).toEqual([true, false]);
    expect(rig.server.last('candidate').peer).toEqual({ peerId: '2' });
    // What was meant for the old one does not reach the new one.
    const stale = { streamId: 'S', subscriberId: 'SUB-A', peer: { peerId: '1' }, sdp: 'nonsense' };
    rig.server.deliver({ kind: 'answer', ...stale }, 'A');
    await settle();
    expect(rig.engine.connections[1]?.closed).toBe(false);
  });

  it('does not negotiate with strangers (protocol §8)', async () => {
    const { rig } = await relayed();
    const { publication } = publish(rig);
    await publication.created;
    const target = { streamId: 'S', subscriberId: 'SUB', peer: {} };
    rig.server.deliver({ kind: 'generate-offer', ...target }, 'nobody');
    await settle();
    expect(rig.engine.connections).toEqual([]);
  });

  it('changes of tracks and bit rates reach every connection, present and to come', async () => {
    const { rig, subscribe } = await relayed();
    const { publication } = publish(rig);
    await publication.created;
    await subscribe('A');
    const other = rig.engine.createVideoTrack();
    await publication.replaceTrack(other);
    await publication.setSending('video', { maxBitrate: 100_000, active: false });
    await subscribe('B');
    for (const connection of rig.engine.connections) {
      expect(connection.senders.get('video')).toMatchObject({
        ...{ track: other, active: false, options: { maxBitrate: 100_000 } },
      });
      expect(connection.senders.get('audio')).toMatchObject({ active: true });
    }
    const { tracks, ...soundless } = publishOptions(rig.engine, 'T');
    const video = rig.client.publish({ ...soundless, tracks: tracks.slice(1) });
    await expect(video.setSending('audio', { active: false })).rejects.toThrow(RangeError);
    await expect(video.replaceTrack(tracks[0].track)).rejects.toThrow(RangeError);
  });
});

describe('sending in a routed session', () => {
  async function routed() {
    const rig = await ClientRig.connected({ info: { mediaMode: 'routed' } });
    const published = publish(rig);
    const errors: unknown[] = [];
    published.publication.on('error', ({ error }) => errors.push(error));
    await published.publication.created;
    const target = { streamId: 'S', peer: { peerId: 'R1', peerPriority: 1 } };
    const fake = new FakeRouter(rig.engine.network, rig.server, target);
    await fake.requestOffer();
    return { rig, ...published, errors, router: fake };
  }

  it('offers on the stream’s own URI and echoes what the router said of the peer', async () => {
    const { rig, publication } = await routed();
    const [connection] = rig.engine.connections;
    expect(connection?.iceState).toBe('connected');
    expect(rig.server.last('offer')).toMatchObject({
      ...{ streamId: 'S', peer: { peerId: 'R1', peerPriority: 1 } },
    });
    expect(rig.server.last('offer')).not.toHaveProperty('subscriberId');
    expect((await publication.getStats()).map(({ remote }) => remote)).toEqual([router]);
  });

  it('a failed negotiation ends the publication: 1610', async () => {
    const { rig, log, errors } = await routed();
    rig.engine.failNext('createOffer');
    rig.server.deliver({ kind: 'generate-offer', streamId: 'S', peer: { peerId: 'R2' } });
    await settle();
    expect(errors).toMatchObject([{ code: ErrorCode.PublisherWebRTCError, source: 'publisher' }]);
    expect(log).toEqual(['created', 'error', 'destroyed networkDisconnected']);
    expect(rig.server.kinds.at(-1)).toBe('stream-delete');
    expect(rig.engine.connections.every(({ closed }) => closed)).toBe(true);
  });

  it('a connection to the router that does not come back ends the publication: 1710', async () => {
    const { rig, log, errors } = await routed();
    rig.engine.network.cut();
    await rig.clock.advance(119_999);
    expect(log).toEqual(['created']);
    await rig.clock.advance(1);
    expect(errors).toMatchObject([
      { code: ErrorCode.PublisherUnexpectedPeerConnectionDisconnection },
    ]);
    expect(log).toEqual(['created', 'error', 'destroyed networkDisconnected']);
  });
});
