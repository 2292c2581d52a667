import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createId } from '../../../lib/protocol/index.js';
import type { ClientMessage } from '../../../lib/protocol/index.js';
import { createSessionServer } from '../../../lib/server/index.js';
import type { Role, SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

const allowed: Record<Role, readonly string[]> = {
  subscriber: ['subscribe'],
  publisher: ['subscribe', 'publish', 'signal'],
  publisheronly: ['publish'],
  moderator: [
    'subscribe',
    'publish',
    'signal',
    'force mute',
    'force mute all',
    'force unpublish',
    'force disconnect',
  ],
};

describe.each(Object.keys(allowed) as Role[])('a %s', (role) => {
  let server: SessionServer;
  let client: RawClient;
  let other: RawClient;
  const streamId = createId();

  beforeAll(async () => {
    server = await createSessionServer();
    const { sessionId } = await server.createSession();
    other = await RawClient.join(server, sessionId);
    await other.request({ kind: 'stream-create', streamId, stream: cameraStream });
    client = await RawClient.join(server, sessionId, { role });
  });

  afterAll(() => server.close());

  const requests: [string, () => ClientMessage][] = [
    [
      'subscribe',
      () => ({
        kind: 'subscriber-create',
        streamId,
        subscriberId: createId(),
        connectionId: '',
        channels: [],
      }),
    ],
    ['publish', () => ({ kind: 'stream-create', streamId: createId(), stream: cameraStream })],
    ['signal', () => ({ kind: 'signal', signalId: createId(), type: '', data: '' })],
    ['force mute', () => ({ kind: 'mute-stream', streamId })],
    ['force mute all', () => ({ kind: 'mute-session', active: true, excluded: [] })],
    ['force unpublish', () => ({ kind: 'stream-delete', streamId })],
    ['force disconnect', () => ({ kind: 'connection-delete', connectionId: other.connectionId })],
  ];

  it.each(requests)('is held to its right to %s', async (right, request) => {
    const { status } = await client.request(request());
    expect(status).toBe(allowed[role].includes(right) ? 200 : 403);
  });

  it('is told its rights', async () => {
    const { connections } = (await client.read()).message;
    const own = connections.find(({ id }) => id === client.connectionId);
    const rights = allowed[role].map((right) => right.replace(' all', '').replace(' ', ''));
    expect(new Set(own?.permissions)).toEqual(new Set(rights));
  });
});
