import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionServer } from '../../../lib/server/index.js';
import type { SessionServer } from '../../../lib/server/index.js';
import { RawClient } from '../../helpers/rigs/raw-client.js';

describe('signals', () => {
  let server: SessionServer;
  let ann: RawClient;
  let bob: RawClient;
  let cleo: RawClient;

  beforeEach(async () => {
    server = await createSessionServer();
    const { sessionId } = await server.createSession();
    ann = await RawClient.join(server, sessionId);
    bob = await RawClient.join(server, sessionId);
    cleo = await RawClient.join(server, sessionId);
  });

  afterEach(() => server.close());

  it('to all reach everybody, the sender too', async () => {
    await ann.request({ kind: 'signal', signalId: 'x', type: 'chat', data: 'ü€✓' });
    for (const client of [ann, bob, cleo]) {
      expect(await client.next('signal')).toMatchObject({
        message: { type: 'chat', data: 'ü€✓' },
        from: ann.connectionId,
      });
    }
  });

  it('to one reach only that one', async () => {
    const to = bob.connectionId;
    await ann.request({ kind: 'signal', signalId: 'x', to, type: '', data: '' });
    expect((await bob.next('signal')).message).toMatchObject({ to, type: '', data: '' });
    for (const client of [ann, cleo]) {
      await client.settle();
      expect(client.kinds).not.toContain('signal');
    }
  });

  it('to somebody who is not there are answered with 404', async () => {
    const message = { kind: 'signal', signalId: 'x', to: 'nobody', type: '', data: '' } as const;
    expect((await ann.request(message)).status).toBe(404);
    await bob.leave();
    await ann.next('connection-deleted');
    expect((await ann.request({ ...message, to: bob.connectionId })).status).toBe(404);
  });

  it('of one sender arrive in order, each once', async () => {
    const numbers = Array.from({ length: 200 }, (_, i) => String(i));
    await Promise.all(
      numbers.map((data) => ann.request({ kind: 'signal', signalId: data, type: '', data })),
    );
    await bob.settle();
    const data = bob.events.flatMap(({ message }) =>
      message.kind === 'signal' ? [message.data] : [],
    );
    expect(data).toEqual(numbers);
  });

  // Limits are in bytes: these characters have two each.
  it.each([
    ['type at the limit', 'a'.repeat(128), '', 200],
    ['type over the limit', 'a'.repeat(129), '', 413],
    ['type with other characters', 'a b', '', 400],
    ['data at the limit', '', 'é'.repeat(4096), 200],
    ['data over the limit', '', 'é'.repeat(4096) + 'a', 413],
  ])('with %s', async (_what, type, data, status) => {
    const { sessionId, partnerId } = ann.address;
    const uri = `/v2/partner/${partnerId}/session/${sessionId}/signal/x`;
    const payload = JSON.stringify({ method: 'signal', uri, content: { type, data } });
    expect((await ann.requestRaw(payload)).status).toBe(status);
  });
});
