import { expect, it } from 'vitest';
import { createSessionServer, type SessionServerEvents } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';
import { cameraStream } from '../../helpers/streams.js';

it('a server tells who comes, publishes, signals and goes', async () => {
  await using server = await createSessionServer();
  const { sessionId } = await server.createSession();
  const heard: [string, object][] = [];
  const names: (keyof SessionServerEvents)[] = [
    ...(['connectionCreated', 'connectionDestroyed', 'signal'] as const),
    ...(['streamCreated', 'streamDestroyed'] as const),
  ];
  for (const name of names) server.events.on(name, (event) => heard.push([name, event]));

  const ann = await RawClient.join(server, sessionId);
  const { connectionId } = ann;
  await ann.request({ kind: 'stream-create', streamId: 's1', stream: cameraStream });
  await ann.request({ kind: 'signal', signalId: 'x', type: 'chat', data: 'secret words' });
  await ann.leave();
  await expect.poll(() => heard.at(-1)?.[0]).toBe('connectionDestroyed');

  expect(heard).toEqual([
    ['connectionCreated', { sessionId, connectionId, data: '' }],
    ['streamCreated', { sessionId, connectionId, streamId: 's1', name: cameraStream.name }],
    ['signal', { sessionId, connectionId, type: 'chat' }],
    ['streamDestroyed', { sessionId, streamId: 's1', reason: 'clientDisconnected' }],
    ['connectionDestroyed', { sessionId, connectionId, reason: 'clientDisconnected' }],
  ]);
});
