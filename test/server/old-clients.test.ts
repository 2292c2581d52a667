import { expect, it } from 'vitest';
import { createSessionServer } from '../../lib/server/index.js';
import { RawClient } from '../helpers/rigs/raw-client.js';

it('text stands for a boolean, and goes on as one', async () => {
  await using server = await createSessionServer();
  const { sessionId } = await server.createSession();
  const old = await RawClient.join(server, sessionId);
  const other = await RawClient.join(server, sessionId);
  const stream = `/v2/partner/${server.apiKey}/session/${sessionId}/stream/s`;
  const channel = [{ id: 'audio1', type: 'audio', active: 'true' }];
  const create = { method: 'create', uri: stream, content: { id: 's', name: '', channel } };
  expect((await old.requestRaw(JSON.stringify(create))).status).toBe(200);
  expect((await other.next('stream-created')).message.stream.channels).toMatchObject([
    { active: true },
  ]);
  const update = {
    method: 'update',
    uri: `${stream}/channel/audio1`,
    content: { active: 'false' },
  };
  expect((await old.requestRaw(JSON.stringify(update))).status).toBe(200);
  expect((await other.next('channel-updated')).message.changes).toEqual({ active: false });
});
