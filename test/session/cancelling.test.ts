import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { logPublisher, logSubscriber } from '../helpers/rigs/event-log.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';
import { TcpProxy } from '../helpers/proxies/tcp-proxy.js';

/** What the application ends before it is done is a rejection for whoever awaits it, and an error for nobody. */
describe('ending what has only just begun', () => {
  const withdrawn = { code: ErrorCode.SessionDisconnected };
  const warnings: Error[] = [];
  const warned = (warning: Error): void => {
    if (warning.name === 'SessionWarning') warnings.push(warning);
  };
  let room: SessionRoom;
  let ann: Member;
  let bob: Member;

  beforeEach(async () => {
    warnings.length = 0;
    process.on('warning', warned);
    room = await SessionRoom.open();
    ann = await room.join({ data: 'Ann' });
    bob = await room.join({ data: 'Bob' });
  });
  afterEach(async () => {
    // Warnings come in the turn after the failure.
    await turn();
    process.off('warning', warned);
    await room[Symbol.asyncDispose]();
    expect(warnings).toEqual([]);
  });

  const makePublisher = (): Publisher =>
    new Publisher(room.context, { video: new TestPatternVideoSource(), audio: false });

  const makeSubscriber = async (): Promise<Subscriber> => {
    await ann.session.publish(makePublisher());
    const { stream } = await bob.log.until('streamReceived');
    return new Subscriber(room.context, stream);
  };

  it('publish() is cancelled by its signal: rejects with its reason, leaves nothing, and may be called again', async () => {
    const publisher = makePublisher();
    const log = logPublisher(publisher);
    const controller = new AbortController();
    const publishing = ann.session.publish(publisher, { signal: controller.signal });
    controller.abort();
    await expect(publishing).rejects.toBe(controller.signal.reason);
    const again = await ann.session.publish(publisher);
    // The server answers in order: when it announces the second stream, the first has come and gone.
    await bob.log.until('streamReceived', ({ stream }) => stream.id === again.id);
    expect(bob.session.streams.map(({ id }) => id)).toEqual([again.id]);
    expect(log.names).toEqual(['streamCreated']);
    expect(ann.log.names).not.toContain('error');
  });

  it('publish() with a signal that is aborted already does nothing', async () => {
    const publisher = makePublisher();
    const signal = AbortSignal.abort(new Error('not wanted'));
    await expect(ann.session.publish(publisher, { signal })).rejects.toThrow('not wanted');
    const stream = await ann.session.publish(publisher);
    // The first that comes is the one of now.
    expect((await bob.log.until('streamReceived')).stream.id).toBe(stream.id);
  });

  it('a signal that is aborted when the stream is there has nothing to cancel any more', async () => {
    const controller = new AbortController();
    const publisher = makePublisher();
    const stream = await ann.session.publish(publisher, { signal: controller.signal });
    controller.abort();
    await ann.session.sendSignal('after', '');
    expect(publisher.stream).toBe(stream);
  });

  it('subscribe() is cancelled by its signal, and may be called again', async () => {
    const subscriber = await makeSubscriber();
    const log = logSubscriber(subscriber);
    const controller = new AbortController();
    const subscribing = bob.session.subscribe(subscriber, { signal: controller.signal });
    controller.abort();
    await expect(subscribing).rejects.toBe(controller.signal.reason);
    expect(subscriber.id).toBeUndefined();
    await bob.session.subscribe(subscriber);
    expect(log.names).toEqual(['connected']);
    expect(bob.log.names).not.toContain('error');
  });

  it('refuses options that are none', () => {
    const publisher = makePublisher();
    expect(() => ann.session.publish(publisher, { signal: {} as never })).toThrow(
      /^options.signal/,
    );
    expect(() => ann.session.publish(publisher, { abort: true } as never)).toThrow(
      /^options.abort/,
    );
  });

  it('rule 6: disconnect() raises no `error` for a signal whose receipt is not confirmed yet', async () => {
    const signal = bob.session.sendSignal('bye', '');
    const rejected = expect(signal).rejects.toMatchObject(withdrawn);
    await bob.session.disconnect();
    await rejected;
    expect(bob.log.names).toEqual(['connected', 'connectionCreated', 'disconnected']);
    await ann.log.until('signal', ({ type }) => type === 'bye');
  });

  it('rule 6: nor for a signal that waits for the connection to come back', async () => {
    await using network = await TcpProxy.to(room.server.port);
    const { session, log } = await room.join({}, { apiUrl: network.url });
    network.cut();
    await log.until('reconnectionStart');
    void session.sendSignal('late', '');
    await session.disconnect();
    await turn();
    expect(log.names.slice(-2)).toEqual(['reconnectionStart', 'disconnected']);
  });

  it('rule 6: disconnect() ends what is being published and subscribed without an `error`', async () => {
    const publisher = makePublisher();
    const subscriber = await makeSubscriber();
    const logs = [logPublisher(publisher), logSubscriber(subscriber)];
    const publishing = expect(bob.session.publish(publisher)).rejects.toMatchObject(withdrawn);
    const subscribing = expect(bob.session.subscribe(subscriber)).rejects.toMatchObject(withdrawn);
    await bob.session.disconnect();
    await Promise.all([publishing, subscribing]);
    expect(logs.flatMap(({ names }) => names)).toEqual([]);
    expect(bob.log.names.at(-1)).toBe('disconnected');
    expect(bob.log.payloads('error')).toEqual([]);
  });

  it('unpublish and unsubscribe raise no `error`, and the object can be used again at once', async () => {
    const publisher = makePublisher();
    const subscriber = await makeSubscriber();
    const logs = [logPublisher(publisher), logSubscriber(subscriber)];
    const publishing = expect(bob.session.publish(publisher)).rejects.toMatchObject(withdrawn);
    const subscribing = expect(bob.session.subscribe(subscriber)).rejects.toMatchObject(withdrawn);
    await Promise.all([
      bob.session.unpublish(publisher),
      bob.session.publish(publisher),
      bob.session.unsubscribe(subscriber),
      bob.session.subscribe(subscriber),
      publishing,
      subscribing,
    ]);
    expect(logs.map(({ names }) => names)).toEqual([['streamCreated'], ['connected']]);
    const streams = ann.log.payloads('streamReceived').map(({ stream }) => stream.id);
    expect(streams).toContain(publisher.stream?.id);
  });

  it('dispose() of a publisher, subscriber or session that has only just begun is no warning', async () => {
    const publisher = makePublisher();
    const subscriber = await makeSubscriber();
    void bob.session.publish(publisher);
    void bob.session.subscribe(subscriber);
    void ann.session.sendSignal('bye', '');
    publisher.dispose();
    subscriber.dispose();
    ann.session.dispose();
    await turn();
    expect(bob.log.payloads('error')).toEqual([]);
  });

  it('rule 7: what a loss ends is an `error` of its own', async () => {
    await using network = await TcpProxy.to(room.server.port);
    const reconnectPolicy = { nextDelay: () => null };
    const { session, log } = await room.join({}, { apiUrl: network.url, reconnectPolicy });
    const publisher = makePublisher();
    const published = logPublisher(publisher);
    const publishing = expect(session.publish(publisher)).rejects.toMatchObject(withdrawn);
    network.cut();
    await publishing;
    expect(published.payloads('error')).toMatchObject([withdrawn]);
    expect(log.payloads('error')).toMatchObject([{ code: ErrorCode.ConnectionDropped }]);
  });
});
