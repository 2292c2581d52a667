import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionServer, type SessionServer } from '../../../lib/server/index.js';
import { fetchSessionInfo, RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

const target = { streamId: 's1', subscriberId: 'sub1' };
const videoId = cameraStream.channels.find(({ type }) => type === 'video')?.id ?? '';
const capabilities = ['subscriber-preferences'];

describe('what a subscriber wants of a relayed stream', () => {
  let server: SessionServer;
  let sessionId: string;

  beforeEach(async () => {
    server = await createSessionServer();
    ({ sessionId } = await server.createSession());
  });
  afterEach(() => server.close());

  const publish = async (options: Parameters<typeof RawClient.join>[2]): Promise<RawClient> => {
    const ann = await RawClient.join(server, sessionId, options);
    await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
    return ann;
  };
  const subscribe = async (video: object): Promise<RawClient> => {
    const bob = await RawClient.join(server, sessionId);
    const channel = { id: videoId, type: 'video', active: true, ...video } as const;
    const { connectionId } = bob;
    await bob.request({ kind: 'subscriber-create', ...target, connectionId, channels: [channel] });
    return bob;
  };
  const change = (bob: RawClient, changes: object) =>
    bob.request({ kind: 'subscriber-channel-update', ...target, channelId: videoId, changes });

  it('is offered as an extension', async () => {
    const info = await fetchSessionInfo(server, sessionId, await server.generateToken(sessionId));
    expect(info).toMatchObject({
      extensions: expect.arrayContaining(['subscriber-preferences']) as unknown,
    });
  });

  it('is told to its publisher, as the subscriber, and to nobody else', async () => {
    const ann = await publish({ capabilities });
    const carol = await RawClient.join(server, sessionId, { capabilities });
    const bob = await subscribe({});
    await ann.next('generate-offer');
    expect((await change(bob, { active: false })).status).toBe(200);
    const told = await ann.next('subscriber-channel-update');
    expect(told.from).toBe(bob.connectionId);
    expect(told.message).toEqual({
      ...{ kind: 'subscriber-channel-update', ...target, channelId: videoId },
      changes: { active: false },
    });
    await change(bob, { preferredWidth: 320, preferredHeight: 180, preferredFrameRate: 5 });
    expect((await ann.next('subscriber-channel-update')).message.changes).toEqual({
      ...{ preferredWidth: 320, preferredHeight: 180, preferredFrameRate: 5 },
    });
    expect([...carol.kinds, ...bob.kinds]).not.toContain('subscriber-channel-update');
  });

  it('is told from the beginning, behind the request for an offer', async () => {
    const ann = await publish({ capabilities });
    await subscribe({ active: false, preferredFrameRate: 5 });
    await ann.next('generate-offer');
    const told = await ann.next('subscriber-channel-update');
    expect(told.message.changes).toEqual({ active: false, preferredFrameRate: 5 });
  });

  it('is not told to a client that does not know the extension', async () => {
    const ann = await publish({});
    const bob = await subscribe({ active: false });
    expect((await change(bob, { active: true })).status).toBe(200);
    await bob.request({ kind: 'subscriber-delete', ...target });
    await ann.next('subscriber-deleted');
    expect(ann.kinds).not.toContain('subscriber-channel-update');
  });

  it('is nothing that others can say', async () => {
    await publish({ capabilities });
    await subscribe({});
    const mallory = await RawClient.join(server, sessionId);
    expect((await change(mallory, { active: false })).status).toBe(403);
  });
});
