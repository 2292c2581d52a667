import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { ExampleRoom } from '../helpers/rigs/example-room.js';
import { runExample } from '../helpers/processes/run-example.js';
import { TcpProxy } from '../helpers/proxies/tcp-proxy.js';

describe('examples/joining-a-session', () => {
  let room: ExampleRoom;

  beforeEach(async () => {
    room = await ExampleRoom.open();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  it('does what the guide describes, step by step', async () => {
    const { peer, log, context } = room;
    await using network = await TcpProxy.to(room.server.port);
    const done = room.run('joining-a-session', { apiUrl: network.url });

    // It joins, sees us, greets everybody and us, and publishes.
    const { connection } = await log.until('connectionCreated');
    expect(connection.data).toBe('example');
    await log.until('signal', ({ data }) => data === 'hello to you');
    expect(log.payloads('signal').map(({ type, data }) => `${type}: ${data}`)).toEqual([
      'welcome: hello to everybody',
      'welcome: hello to you',
    ]);
    const { stream } = await log.until('streamReceived');
    expect([stream.name, stream.width, stream.height]).toEqual(['test pattern', 640, 360]);
    const subscriber = new Subscriber(context, stream);
    await peer.subscribe(subscriber);
    using picture = await subscriber.snapshot();
    expect(picture.width / picture.height).toBeCloseTo(640 / 360, 1);

    // It receives ours.
    const publisher = new Publisher(context, {
      name: 'ours',
      video: new TestPatternVideoSource({ width: 320, height: 240, fps: 15 }),
    });
    await peer.publish(publisher);

    // It answers signals, before and after a lost connection, and leaves when asked to.
    await peer.sendSignal('where', '', { to: connection });
    await log.until('signal', ({ type }) => type === 'position');
    network.cut();
    log.clear();
    network.restore();
    await peer.sendSignal('where', '', { to: connection });
    await log.until('signal', ({ type }) => type === 'position');
    const receivers = async (): Promise<number> =>
      (await peer.getStats()).publishers[0]?.peers.length ?? 0;
    await expect.poll(receivers, { timeout: 60_000 }).toBe(1);
    await peer.unpublish(publisher);
    await peer.sendSignal('goodbye', '', { to: connection });
    const { reason } = await log.until('connectionDropped');
    expect(reason).toBe('clientDisconnected');

    const { code, stdout, stderr } = await done;
    expect([code, stderr]).toEqual([0, '']);
    const said = stdout.trim().split('\n');
    expect(said[0]).toMatch(/^connected as [0-9a-f-]{36}$/);
    expect(said).toEqual(
      expect.arrayContaining([
        'Ann is here',
        'publishing test pattern',
        'stream ours of Ann',
        'signal where from Ann: ',
        'connection lost, reconnecting',
        'back in the session',
        'stream ours is gone: clientDisconnected',
        'signal goodbye from Ann: ',
      ]),
    );
    expect(said.slice(-2)).toEqual([
      'no longer publishing: clientDisconnected',
      'disconnected: clientDisconnected',
    ]);
  });

  it('tells of an error in connecting by its code', async () => {
    const { code, stdout } = await runExample('joining-a-session', {
      env: {
        API_URL: room.server.url,
        API_KEY: room.server.apiKey,
        SESSION_ID: room.sessionId,
        TOKEN: 'wrong',
      },
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^error 1004 AuthorizationFailure: /);
  });
});
