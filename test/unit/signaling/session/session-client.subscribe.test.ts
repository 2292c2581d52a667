import { describe, expect, it } from 'vitest';
import { ErrorCode } from '../../../../lib/common/session-error.js';
import type { ClientMessage } from '../../../../lib/protocol/messages/client-message.js';
import type { SubscribeOptions } from '../../../../lib/signaling/session/subscribe-options.js';
import type { Subscription } from '../../../../lib/signaling/session/subscription.js';
import { ClientRig, connectionInfo, streamInfo } from '../../../helpers/rigs/client-rig.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';
import type { Answer } from '../../../helpers/fakes/fake-messaging.js';
import { FakeRouter } from '../../../helpers/fakes/fake-router.js';
import { publishOptions } from '../../../helpers/publish-options.js';

const eventNames = [
  ...['track', 'connected', 'streamDisconnected', 'streamReconnected', 'channelSwitched'],
  ...['qualityWarning', 'error', 'closed'],
] as const;

function logOf(subscription: Subscription) {
  const log: string[] = [];
  for (const name of eventNames) {
    subscription.on(name as 'connected', () => log.push(name));
  }
  return log;
}

const present = { connections: [connectionInfo('A')], streams: [streamInfo('SA', 'A')] };

/** A routed session with a stream of A, and the router's side of a subscription to it. */
async function routed(
  options: SubscribeOptions = {},
  answer?: (message: ClientMessage) => Answer | 'usual',
) {
  const rig = await ClientRig.connected({
    state: present,
    info: { mediaMode: 'routed' },
    ...(answer && { answer }),
  });
  const subscription = rig.client.subscribe('SA', options);
  const log = logOf(subscription);
  const errors: unknown[] = [];
  subscription.on('error', ({ error }) => errors.push(error));
  const peer = { peerId: 'R1' };
  const target = { streamId: 'SA', subscriberId: subscription.id, peer };
  const router = new FakeRouter(rig.engine.network, rig.server, target);
  return { rig, subscription, log, errors, router, target };
}

describe('subscribing', () => {
  it('asks for every channel of the stream, and connects on the router’s offer', async () => {
    const { rig, subscription, log, router } = await routed();
    await router.offer();
    await subscription.connected;
    expect(rig.server.last('subscriber-create')).toEqual({
      kind: 'subscriber-create',
      streamId: 'SA',
      subscriberId: subscription.id,
      connectionId: rig.client.connection?.id,
      channels: [
        { id: 'audio1', type: 'audio', active: true },
        { id: 'video1', type: 'video', active: true, restrictFrameRate: false },
      ],
    });
    expect(log).toEqual(['track', 'connected']);
    expect(subscription.stream).toBe(rig.client.streams[0]);
    expect(rig.server.last('answer').peer).toEqual({ peerId: 'R1' });
    expect((await subscription.getStats()).size).toBe(1);
    expect(rig.clock.pending).toBe(0);
  });

  it('an offer that comes with the reply waits for the ICE servers in it', async () => {
    const iceServers = [{ urls: ['stun:given.test'] }];
    const { rig, router, subscription } = await routed({}, ({ kind }) =>
      kind === 'subscriber-create' ? { iceServers } : 'usual',
    );
    await router.offer();
    await subscription.connected;
    expect(rig.engine.connections[0]?.config.iceServers).toEqual(iceServers);
  });

  it('rule 15: a stream that is not there is 1604 at once', async () => {
    const rig = await ClientRig.connected();
    expect(() => rig.client.subscribe('gone')).toThrow(
      expect.objectContaining({ code: 1604, source: 'subscriber' }) as Error,
    );
  });

  it.each([
    [403, ErrorCode.AuthorizationFailure],
    [404, ErrorCode.SubscriberServerCannotFindStream],
    [408, ErrorCode.ConnectionTimedOut],
    [409, ErrorCode.SubscriberStreamLimitExceeded],
    [400, ErrorCode.InternalError],
  ])('a refusal with %i rejects with %i and closes', async (status, code) => {
    const { subscription, log, rig } = await routed({}, ({ kind }) =>
      kind === 'subscriber-create' ? { status } : 'usual',
    );
    await expect(subscription.connected).rejects.toMatchObject({ code, source: 'subscriber' });
    expect(log).toEqual(['closed']);
    expect(rig.clock.pending).toBe(0);
  });

  it('1542 if no media comes in time; the server is told', async () => {
    const { rig, subscription, log } = await routed();
    await rig.clock.advance(15_000);
    await expect(subscription.connected).rejects.toMatchObject({
      code: ErrorCode.ConnectionTimedOut,
    });
    expect(log).toEqual(['closed']);
    expect(rig.server.kinds.at(-1)).toBe('subscriber-delete');
  });

  it('1600 if the description cannot be used', async () => {
    const { rig, subscription, target } = await routed();
    rig.server.deliver({ kind: 'offer', ...target, sdp: 'nonsense' });
    await settle();
    await expect(subscription.connected).rejects.toMatchObject({
      code: ErrorCode.SubscriberWebRTCError,
    });
    expect(rig.engine.network.connections).toEqual([]);
  });

  it('does not count a suspension of the process', async () => {
    const { rig, subscription, log, router } = await routed();
    rig.clock.suspend(600_000);
    await rig.clock.advance(0);
    await router.offer();
    await subscription.connected;
    expect(log).toEqual(['track', 'connected']);
  });

  it('1606 if ICE fails for 5 s before it ever worked (protocol §11)', async () => {
    const { rig, subscription, router } = await routed();
    rig.engine.network.cut();
    await router.offer();
    rig.engine.connections[0]?.setIceState('failed');
    await rig.clock.advance(5_000);
    await expect(subscription.connected).rejects.toMatchObject({
      code: ErrorCode.SubscriberPeerConnectionNotConnected,
    });
  });

  it('1604 if the stream ends before media flows; without an error afterwards', async () => {
    const ended = { kind: 'stream-deleted', streamId: 'SA', reason: 'clientDisconnected' } as const;
    const before = await routed();
    before.rig.server.deliver(ended);
    await expect(before.subscription.connected).rejects.toMatchObject({ code: 1604 });
    const after = await routed();
    await after.router.offer();
    after.rig.server.deliver(ended);
    expect(after.log).toEqual(['track', 'connected', 'closed']);
    expect(after.rig.names).toEqual(['streamDropped']);
    expect(after.rig.server.kinds).not.toContain('subscriber-delete');
  });

  it('an application that closes it on `streamDropped`, as guides show, gets one `closed`', async () => {
    const { rig, subscription, log, router } = await routed();
    await router.offer();
    rig.client.on('streamDropped', () => subscription.close());
    rig.server.deliver({ kind: 'stream-deleted', streamId: 'SA', reason: 'clientDisconnected' });
    await settle();
    expect(log).toEqual(['track', 'connected', 'closed']);
  });

  it('close() ends it at once and tells the server, once', async () => {
    const { rig, subscription, log, router } = await routed();
    await router.offer();
    const closing = subscription.close();
    expect(subscription.closed).toBe(true);
    expect(rig.engine.connections[0]?.closed).toBe(true);
    await Promise.all([closing, subscription.close()]);
    expect(log).toEqual(['track', 'connected', 'closed']);
    expect(rig.server.kinds.filter((kind) => kind === 'subscriber-delete')).toHaveLength(1);
  });

  it('listens to the publisher and the server only', async () => {
    const rig = await ClientRig.connected({
      state: { ...present, connections: [connectionInfo('A'), connectionInfo('B')] },
    });
    const { id: subscriberId } = rig.client.subscribe('SA');
    const offer = { kind: 'offer', streamId: 'SA', subscriberId, peer: {}, sdp: 'x' } as const;
    rig.server.deliver(offer, 'B');
    rig.server.deliver(offer, 'nobody');
    await settle();
    expect(rig.engine.connections).toEqual([]);
  });
});

describe('what to receive', () => {
  const options = {
    audio: false,
    preferredResolution: { width: 320, height: 240 },
    preferredFrameRate: 15,
  };

  it('is asked of a router at first, and changed afterwards', async () => {
    const { rig, subscription } = await routed(options);
    expect(rig.server.last('subscriber-create').channels).toMatchObject([
      { active: false },
      { active: true, preferredWidth: 320, preferredHeight: 240, preferredFrameRate: 15 },
    ]);
    await subscription.update({ audio: true, preferredFrameRate: 30 });
    await subscription.update({});
    expect(
      rig.server.received.flatMap((message) =>
        message.kind === 'subscriber-channel-update' ? [[message.channelId, message.changes]] : [],
      ),
    ).toEqual([
      ['audio1', { active: true }],
      ['video1', { preferredFrameRate: 30 }],
    ]);
  });

  it('in a relayed session sizes and rates are not sent (protocol §8)', async () => {
    const rig = await ClientRig.connected({ state: present });
    const subscription = rig.client.subscribe('SA', options);
    expect(rig.server.last('subscriber-create').channels).toEqual([
      { id: 'audio1', type: 'audio', active: false },
      { id: 'video1', type: 'video', active: true, restrictFrameRate: false },
    ]);
    await subscription.update({ preferredFrameRate: 5 });
    expect(rig.server.kinds).not.toContain('subscriber-channel-update');
  });

  it('the router’s switching and warnings are told', async () => {
    const { rig, subscription, log } = await routed();
    const switched: unknown[] = [];
    subscription.on('channelSwitched', (payload) => switched.push(payload));
    const target = { streamId: 'SA', subscriberId: subscription.id, channelId: 'video1' };
    rig.server.deliver({
      kind: 'subscriber-channel-update',
      ...target,
      changes: { active: false },
    });
    const changes = { disableWarning: true };
    rig.server.deliver({ kind: 'channel-updated', streamId: 'SA', channelId: 'video1', changes });
    expect(switched).toEqual([{ kind: 'video', active: false }]);
    expect(log).toEqual(['channelSwitched', 'qualityWarning']);
  });
});

describe('subscribing to oneself in a relayed session (rule 14)', () => {
  it('connects both sides within one client, and media flows', async () => {
    const rig = await ClientRig.connected();
    const { tracks, ...options } = publishOptions(rig.engine);
    const publication = rig.client.publish({ ...options, tracks });
    await publication.created;
    const subscription = rig.client.subscribe('S');
    const heard: number[] = [];
    subscription.on('track', ({ track }) => {
      if (track.kind !== 'audio') return;
      rig.engine.openAudioSink(track, ({ frames }) => heard.push(frames));
    });
    await subscription.connected;
    tracks[0].track.push(new Int16Array(480));
    expect(heard).toEqual([480]);
    await subscription.close();
    tracks[0].track.push(new Int16Array(480));
    expect(heard).toEqual([480]);
  });
});
