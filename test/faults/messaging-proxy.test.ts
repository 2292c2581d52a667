import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessionServer, type SessionServer } from '../../lib/server/index.js';
import { RawClient } from '../helpers/rigs/raw-client.js';
import { randomFates, scriptedFates } from './random/signal-outcomes.js';
import { MessagingProxy } from './network/messaging-proxy.js';

describe('the messaging proxy', () => {
  let server: SessionServer;
  let proxy: MessagingProxy;
  let ann: RawClient;
  let bob: RawClient;

  beforeEach(async () => {
    server = await createSessionServer({ timers: { graceMs: 500, closeMs: 50 } });
    proxy = await MessagingProxy.to(server.url);
    const { sessionId } = await server.createSession();
    // Ann's way to the server is through the proxy, Bob's is not.
    ann = await RawClient.join(proxied(), sessionId, {
      socketId: 'a'.repeat(16),
      // So that all she sends is what the tests say.
      acknowledge: false,
    });
    bob = await RawClient.join(server, sessionId);
    await ann.next('connection-created');
  });
  afterEach(async () => {
    await proxy[Symbol.asyncDispose]();
    await server.close();
  });

  const proxied = (): SessionServer =>
    Object.create(server, {
      url: { value: proxy.url },
      apiKey: { value: server.apiKey },
      generateToken: { value: server.generateToken.bind(server) },
    }) as SessionServer;

  const say = (client: RawClient, ...texts: string[]): void => {
    for (const data of texts) {
      void client.request({ kind: 'signal', signalId: 'x', type: '', data }).catch(() => undefined);
    }
  };

  const heard = (client: RawClient): string[] =>
    client.events.flatMap(({ message }) => (message.kind === 'signal' ? [message.data] : []));

  const hears = (client: RawClient, text: string): Promise<true> =>
    client.until(() => (heard(client).includes(text) ? true : undefined));

  it('passes messages on in order', async () => {
    say(ann, '1', '2', '3');
    await hears(bob, '3');
    expect(heard(bob)).toEqual(['1', '2', '3']);
    await hears(ann, '3');
    expect(heard(ann)).toEqual(['1', '2', '3']);
  });

  it('drops, duplicates, swaps and delays as the script says', async () => {
    proxy.decide = scriptedFates('up', ['drop', 'pass', 'swap', 'pass', { delayMs: 20 }, 'pass']);
    say(ann, '1', '2', '3', '4', '5', '6');
    await hears(bob, '6');
    expect(heard(bob)).toEqual(['2', '4', '3', '5', '6']);
  });

  it('duplicates what the server says', async () => {
    proxy.decide = scriptedFates('down', ['duplicate']);
    say(bob, 'twice');
    await ann.until(() => (heard(ann).length === 2 ? true : undefined));
  });

  it('chooses the same fates by lot for the same seed', () => {
    const rates = { drop: 0.1, duplicate: 0.2, swap: 0.1, delay: 0.2 };
    const draw = (seed: number): unknown[] => {
      const decide = randomFates(seed, rates);
      return Array.from({ length: 1000 }, (_, index) => decide('up', index));
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(8)).not.toEqual(draw(7));
    const dropped = draw(7).filter((fate) => fate === 'drop').length;
    expect(dropped).toBeGreaterThan(70);
    expect(dropped).toBeLessThan(130);
  });

  it('silent: loses nothing, closes nothing, and goes on', async () => {
    proxy.network = 'silent';
    say(ann, 'from ann');
    say(bob, 'from bob');
    await hears(bob, 'from bob');
    expect(heard(ann)).toEqual([]);
    proxy.network = 'up';
    await hears(bob, 'from ann');
    await hears(ann, 'from bob');
  });

  it('silent: who gives up is only gone for the server when the network is back', async () => {
    proxy.network = 'silent';
    await ann.cut();
    await bob.settle();
    proxy.network = 'up';
    const { message } = await bob.next('connection-deleted');
    expect(message).toMatchObject({ reason: 'networkDisconnected' });
  });

  it('refusing: resets what there is and what comes', async () => {
    proxy.network = 'refusing';
    expect(await ann.closed).toMatchObject({ code: 1006 });
    await expect(fetch(proxy.url)).rejects.toThrow();
    proxy.network = 'up';
    expect((await fetch(proxy.url)).status).toBe(404);
  });

  it('deaf: accepts and never answers', async () => {
    proxy.network = 'deaf';
    say(ann, 'still here');
    await hears(bob, 'still here');
    await expect(fetch(proxy.url, { signal: AbortSignal.timeout(100) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('closes with a code, and passes on the codes of both sides', async () => {
    proxy.close(1011, 'stop');
    expect(await ann.closed).toEqual({ code: 1011, reason: 'stop' });
    const cleo = await RawClient.join(proxied(), ann.address.sessionId);
    cleo.ws.send('no frame');
    expect(await cleo.closed).toMatchObject({ code: 1002 });
  });

  it('passes on how the server refuses a WebSocket', async () => {
    const { sessionId } = ann.address;
    const taken = { sessionId, apiKey: server.apiKey, socketId: 'a'.repeat(16) };
    await expect(RawClient.open(proxied(), taken)).rejects.toThrow('409');
  });

  it('injects bytes that nobody sent', async () => {
    proxy.inject('up', Uint8Array.of(1, 2, 3));
    expect(await ann.closed).toMatchObject({ code: 1002 });
  });
});
