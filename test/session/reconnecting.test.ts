import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import type { SessionOptions } from '../../lib/client/session-options.js';
import { logPublisher, logSubscriber } from '../helpers/rigs/event-log.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';
import { TcpProxy } from '../helpers/proxies/tcp-proxy.js';

/**
 * Only the wait between attempts is shorter than the protocol's: a cut shows at once, and a machine that is busy with
 * something else must not look like another.
 */
const quick: SessionOptions['signaling'] = { reconnectDelayMs: 50 };

describe('reconnecting', () => {
  let room: SessionRoom;
  let network: TcpProxy;
  /** Behind the network that fails. */
  let ann: Member;
  /** With a network of her own that does not. */
  let bob: Member;

  beforeEach(async () => {
    room = await SessionRoom.open();
    network = await TcpProxy.to(room.server.port);
    ann = await room.join({ data: 'Ann' }, { apiUrl: network.url, signaling: quick });
    bob = await room.join({ data: 'Bob', role: 'moderator' });
    await ann.log.until('connectionCreated');
    bob.log.clear();
  });
  afterEach(async () => {
    await room[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
  });

  const lose = async (): Promise<void> => {
    network.cut();
    await ann.log.until('reconnectionStart');
  };

  it('rule 10: a loss is `reconnectionStart`, its end `reconnectionSuccess`, with no code needed', async () => {
    const states: string[] = [];
    ann.session.on('stateChanged', ({ state }) => states.push(state));
    const { connection } = ann.session;
    ann.log.clear();
    await lose();
    expect(ann.session.state).toBe('reconnecting');
    network.restore();
    await ann.log.until('reconnectionSuccess');
    expect(ann.log.names).toEqual(['reconnectionStart', 'reconnectionSuccess']);
    expect(states).toEqual(['reconnecting', 'connected']);
    expect(ann.session.connection).toBe(connection);
  });

  it('rule 10: given up is `error`, then `disconnected`', async () => {
    const policy = { nextDelay: ({ attempt }: { attempt: number }) => (attempt > 2 ? null : 10) };
    const cleo = await room.join({}, { apiUrl: network.url, reconnectPolicy: policy });
    cleo.log.clear();
    network.cut();
    await cleo.log.until('disconnected');
    expect(cleo.log.names).toEqual(['reconnectionStart', 'error', 'disconnected']);
    expect(cleo.log.payloads('error')[0]?.code).toBe(ErrorCode.ConnectionDropped);
    expect(cleo.log.payloads('disconnected')).toEqual([{ reason: 'networkDisconnected' }]);
  });

  it('rule 10: disconnect() while reconnecting is `disconnected` without an error', async () => {
    await lose();
    ann.log.clear();
    await ann.session.disconnect();
    expect(ann.log.names).toEqual(['disconnected']);
  });

  it('rule 10: publishers and subscribers stay the same objects and come back', async () => {
    const video = new CustomVideoSource({ width: 4, height: 2 });
    const publisher = new Publisher(room.context, { video });
    const published = logPublisher(publisher);
    await ann.session.publish(publisher);
    const { stream } = await bob.log.until('streamReceived');
    const subscriber = new Subscriber(room.context, stream);
    const received: number[] = [];
    subscriber.on('frame', ({ timestampUs }) => received.push(timestampUs));
    await bob.session.subscribe(subscriber);
    const push = (timestampUs: number): boolean =>
      video.push({ format: 'i420', width: 4, height: 2, data: new Uint8Array(12), timestampUs });

    push(1);
    await lose();
    // Media does not go through the server.
    push(2);
    network.restore();
    await ann.log.until('reconnectionSuccess');
    push(3);
    expect(received).toEqual([1, 2, 3]);
    expect(published.names).toEqual(['streamCreated']);
  });

  it('rule 11: interrupted media is `streamDisconnected`, then `streamReconnected`', async () => {
    const video = new CustomVideoSource({ width: 4, height: 2 });
    await ann.session.publish(new Publisher(room.context, { video }));
    const { stream } = await bob.log.until('streamReceived');
    const subscriber = new Subscriber(room.context, stream);
    const log = logSubscriber(subscriber);
    await bob.session.subscribe(subscriber);
    room.engine.network.cut();
    await log.until('streamDisconnected');
    room.engine.network.heal();
    await log.until('streamReconnected');
    expect(log.entries).toEqual(
      ['connected', 'streamDisconnected', 'streamReconnected'].map((name) => ({
        name,
        payload: { stream },
      })),
    );
  });

  it('rule 12: signals sent meanwhile are queued and sent once, in order', async () => {
    await lose();
    const sent = ['1', '2', '3'].map((data) => ann.session.sendSignal('queued', data));
    network.restore();
    await Promise.all(sent);
    await ann.session.sendSignal('last', '');
    await bob.log.until('signal', ({ type }) => type === 'last');
    expect(bob.log.payloads('signal').map(({ data }) => data)).toEqual(['1', '2', '3', '']);
  });

  it('rule 12: with retryAfterReconnect: false they are refused now and never sent', async () => {
    await lose();
    await expect(
      ann.session.sendSignal('dropped', '', { retryAfterReconnect: false }),
    ).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    network.restore();
    await ann.log.until('reconnectionSuccess');
    await ann.session.sendSignal('last', '', { retryAfterReconnect: false });
    await bob.log.until('signal', ({ type }) => type === 'last');
    expect(bob.log.payloads('signal').map(({ type }) => type)).toEqual(['last']);
  });

  it('rule 12: one that was on its way when the connection broke is refused; the session goes on', async () => {
    const signal = ann.session.sendSignal('unsure', '', { retryAfterReconnect: false });
    network.cut();
    await expect(signal).rejects.toMatchObject({ code: ErrorCode.SessionDisconnected });
    network.restore();
    await ann.log.until('reconnectionSuccess');
    // 1022 would say that `disconnected` follows.
    expect(ann.log.payloads('error').map(({ code }) => code)).toEqual([
      ErrorCode.SessionDisconnected,
    ]);
  });

  it('rule 12: signals from others in the meantime arrive after `reconnectionSuccess`', async () => {
    await lose();
    ann.log.clear();
    await bob.session.sendSignal('meanwhile', '');
    network.restore();
    await ann.log.until('signal');
    expect(ann.log.names).toEqual(['reconnectionSuccess', 'signal']);
  });

  it('rule 13: others notice nothing if the client is back in time', async () => {
    await lose();
    network.restore();
    await ann.log.until('reconnectionSuccess');
    await ann.session.sendSignal('back', '');
    await bob.log.until('signal');
    expect(bob.log.names).toEqual(['signal']);
  });

  it('rule 13: after the grace period they get `streamDropped` and `connectionDropped`', async () => {
    await using strict = await SessionRoom.open({ timers: { graceMs: 100 } });
    await using wire = await TcpProxy.to(strict.server.port);
    const gone = await strict.join({}, { apiUrl: wire.url, signaling: quick });
    const watcher = await strict.join();
    const video = new CustomVideoSource({ width: 4, height: 2 });
    await gone.session.publish(new Publisher(strict.context, { video }));
    await watcher.log.until('streamReceived');
    watcher.log.clear();
    wire.cut();
    await watcher.log.until('connectionDropped');
    expect(watcher.log.entries).toMatchObject([
      { name: 'streamDropped', payload: { reason: 'networkDisconnected' } },
      { name: 'connectionDropped', payload: { reason: 'networkDisconnected' } },
    ]);
    // The server has forgotten the socket: back in the network, the client learns that it is out.
    wire.restore();
    await gone.log.until('disconnected');
    expect(gone.log.names.slice(-2)).toEqual(['error', 'disconnected']);
  });

  it('every reconnectionStart ends, also when the session is disposed meanwhile: silently', async () => {
    await using strict = await SessionRoom.open({ timers: { graceMs: 100 } });
    await using wire = await TcpProxy.to(strict.server.port);
    const gone = await strict.join({}, { apiUrl: wire.url, signaling: quick });
    const watcher = await strict.join();
    wire.cut();
    await gone.log.until('reconnectionStart');
    gone.log.clear();
    gone.session.dispose();
    wire.restore();
    await watcher.log.until('connectionDropped');
    expect(gone.log.names).toEqual([]);
  });
});
