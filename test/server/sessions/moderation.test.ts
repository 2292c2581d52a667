import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createId, forceMuteExtension } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

const capabilities = [forceMuteExtension];

describe('a moderator', () => {
  let server: SessionServer;
  let sessionId: string;
  let mod: RawClient;
  let ann: RawClient;
  let bob: RawClient;

  beforeEach(async () => {
    server = await createSessionServer();
    ({ sessionId } = await server.createSession());
    mod = await RawClient.join(server, sessionId, { role: 'moderator', capabilities });
    ann = await RawClient.join(server, sessionId, { socketId: createId(), capabilities });
    bob = await RawClient.join(server, sessionId, { capabilities });
    await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
    await bob.next('stream-created');
  });

  afterEach(() => server.close());

  it('can disconnect somebody, who hears it last and cannot resume', async () => {
    const { connectionId } = ann;
    expect((await mod.request({ kind: 'connection-delete', connectionId })).status).toBe(200);
    expect((await ann.next('connection-deleted')).message).toMatchObject({
      connectionId,
      reason: 'forceDisconnected',
    });
    expect((await ann.closed).code).toBe(1000);
    expect((await bob.next('stream-deleted')).message.reason).toBe('forceDisconnected');
    expect((await bob.next('connection-deleted')).message.reason).toBe('forceDisconnected');
    expect((await mod.request({ kind: 'connection-delete', connectionId })).status).toBe(404);
  });

  it('can end a stream of somebody', async () => {
    expect((await mod.request({ kind: 'stream-delete', streamId: 's1' })).status).toBe(200);
    for (const client of [ann, bob, mod]) {
      expect((await client.next('stream-deleted')).message.reason).toBe('forceUnpublished');
    }
    expect((await mod.request({ kind: 'stream-delete', streamId: 's1' })).status).toBe(404);
  });

  it('can mute a stream: its publisher is told', async () => {
    expect((await mod.request({ kind: 'mute-stream', streamId: 's1' })).status).toBe(200);
    expect((await ann.next('mute-stream')).message.streamId).toBe('s1');
    await bob.settle();
    expect(bob.kinds).not.toContain('mute-stream');
    expect((await mod.request({ kind: 'mute-stream', streamId: 'none' })).status).toBe(404);
  });

  it('can mute all: present members are told, later streams begin muted until it ends', async () => {
    await mod.request({ kind: 'mute-session', active: true, excluded: ['s1'] });
    for (const client of [ann, bob, mod]) {
      const { active, excluded } = (await client.next('mute-session')).message;
      expect([active, excluded]).toEqual([true, ['s1']]);
    }
    const late = await RawClient.join(server, sessionId, { capabilities });
    expect((await late.read()).message.mute).toEqual({ active: true, excluded: ['s1'] });
    await late.request({ kind: 'stream-create', streamId: 's2', stream: cameraStream });
    expect((await late.next('mute-stream')).message.streamId).toBe('s2');
    const { stream } = (await bob.next('stream-created')).message;
    expect(stream.channels.map(({ active }) => active)).toEqual([false, true]);

    await mod.request({ kind: 'mute-session', active: false, excluded: [] });
    await late.next('mute-session');
    await late.request({ kind: 'stream-create', streamId: 's3', stream: cameraStream });
    const { stream: third } = (await bob.next('stream-created')).message;
    expect(third.channels.map(({ active }) => active)).toEqual([true, true]);
    await late.settle();
    expect(late.kinds.at(-1)).toBe('stream-created');
  });

  it('sends nothing of force mute to clients that do not know it', async () => {
    const old = await RawClient.join(server, sessionId);
    await mod.request({ kind: 'mute-session', active: true, excluded: [] });
    await old.request({ kind: 'stream-create', streamId: 's2', stream: cameraStream });
    await mod.request({ kind: 'mute-stream', streamId: 's2' });
    await old.settle();
    expect(old.kinds).toEqual(['stream-created']);
    expect((await old.read()).message.mute).toBeUndefined();
    const [, own] = (await old.read()).message.streams;
    expect(own?.channels.map(({ active }) => active)).toEqual([true, true]);
  });
});
