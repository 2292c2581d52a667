import { describe, expect, it } from 'vitest';
import { ErrorCode, SessionError } from '../../../../lib/common/session-error.js';
import { ClientRig } from '../../../helpers/rigs/client-rig.js';
import { settle } from '../../../helpers/fakes/fake-clock.js';
import { publishOptions } from '../../../helpers/publish-options.js';

/** A client that receives its own stream in a relayed session, with a log of all that concerns reconnection. */
async function call(options: ConstructorParameters<typeof ClientRig>[0] = {}) {
  const rig = await ClientRig.connected(options);
  const { tracks, ...description } = publishOptions(rig.engine);
  const publication = rig.client.publish({ ...description, tracks });
  await publication.created;
  const subscription = rig.client.subscribe('S');
  await subscription.connected;
  await settle();
  const log: string[] = [];
  for (const name of ['reconnectionStart', 'reconnectionSuccess', 'disconnected'] as const) {
    rig.client.on(name, () => log.push(name));
  }
  publication.on('destroyed', ({ reason }) => log.push(`destroyed ${reason}`));
  for (const name of ['streamDisconnected', 'streamReconnected', 'closed'] as const) {
    subscription.on(name, () => log.push(name));
  }
  const heard: number[] = [];
  for (const track of rig.engine.connections[1]?.remoteTracks ?? []) {
    if (track.kind === 'audio') rig.engine.openAudioSink(track, () => heard.push(1));
  }
  const [{ track: audio }] = tracks;
  /** Whether sound gets through. */
  const flows = (): boolean => {
    heard.length = 0;
    audio.push(new Int16Array(480));
    return heard.length === 1;
  };
  const offers = (): number => rig.server.kinds.filter((kind) => kind === 'offer').length;
  return { rig, publication, subscription, log, flows, offers };
}

describe('rule 10: a network loss', () => {
  it('that media does not notice changes nothing but two events', async () => {
    const { rig, log, flows, offers } = await call();
    const before = offers();
    rig.server.lose();
    expect(rig.client.state).toBe('reconnecting');
    await rig.clock.advance(50_000);
    rig.server.resume();
    await settle();
    expect(log).toEqual(['reconnectionStart', 'reconnectionSuccess']);
    expect(offers()).toBe(before);
    expect(flows()).toBe(true);
  });

  it('of media too: ICE is restarted, media goes on with the same objects', async () => {
    const { rig, log, flows, subscription, publication } = await call();
    rig.server.lose();
    rig.engine.network.cut();
    await rig.clock.advance(20_000);
    rig.engine.network.fail();
    await rig.clock.advance(30_000);
    rig.engine.network.heal();
    await settle();
    expect(flows()).toBe(false);
    rig.server.resume();
    await settle();
    expect(log).toEqual([
      ...['reconnectionStart', 'streamDisconnected', 'reconnectionSuccess', 'streamReconnected'],
    ]);
    expect(flows()).toBe(true);
    expect(rig.engine.connections).toHaveLength(2);
    expect([publication.closed, subscription.closed]).toEqual([false, false]);
    expect(rig.clock.pending).toBe(0);
  });

  it('of media alone: `streamDisconnected`, then `streamReconnected` (rule 11)', async () => {
    const { rig, log, flows } = await call();
    rig.engine.network.cut();
    await settle();
    rig.engine.network.heal();
    await settle();
    expect(log).toEqual(['streamDisconnected', 'streamReconnected']);
    expect(flows()).toBe(true);
  });

  it('of media until ICE fails: it is restarted without any loss of messaging', async () => {
    const { rig, log, flows } = await call();
    rig.engine.network.cut();
    await settle();
    rig.engine.network.heal();
    for (const connection of rig.engine.connections) connection.setIceState('failed');
    await settle();
    expect(log.at(-1)).toBe('streamReconnected');
    expect(flows()).toBe(true);
  });

  it('of the other side’s media for longer than its time: error 1606, `closed`', async () => {
    const { rig, subscription, log } = await call();
    const errors: unknown[] = [];
    subscription.on('error', ({ error }) => errors.push(error));
    rig.engine.network.cut();
    await rig.clock.advance(120_000);
    expect(errors).toMatchObject([
      { code: ErrorCode.SubscriberPeerConnectionNotConnected, source: 'subscriber' },
    ]);
    expect(log).toEqual(['streamDisconnected', 'closed']);
  });

  it('without `renegotiation` ICE is not restarted (protocol §2)', async () => {
    const { rig, offers } = await call({ info: { renegotiation: false } });
    const before = offers();
    rig.engine.network.cut();
    rig.engine.network.fail();
    rig.server.lose();
    rig.server.resume();
    rig.client.networkChanged();
    await settle();
    expect(offers()).toBe(before);
  });

  it('that does not end: everything ends, then `disconnected` with the reason and the error', async () => {
    const { rig, log } = await call();
    const error = new SessionError(ErrorCode.ConnectionDropped, 'gave up');
    rig.server.lose();
    rig.server.close('gave-up', error);
    expect(log).toEqual([
      ...['reconnectionStart', 'closed', 'destroyed networkDisconnected', 'disconnected'],
    ]);
    expect(rig.log.at(-1)).toEqual({
      name: 'disconnected',
      payload: { reason: 'networkDisconnected', error },
    });
    expect(rig.engine.network.connections).toEqual([]);
    expect(rig.clock.pending).toBe(0);
  });

  it('after which the server has forgotten the socket (1011): the same; one may join again', async () => {
    const { rig, log } = await call();
    rig.server.lose();
    rig.server.close('forgotten', new SessionError(ErrorCode.ConnectionDropped, 'forgotten'));
    expect(log.at(-1)).toBe('disconnected');
    await rig.client.connect('token');
    expect(rig.client.state).toBe('connected');
  });
});

describe('during a loss', () => {
  it('publishing and subscribing wait for the connection', async () => {
    const rig = await ClientRig.connected();
    rig.server.lose();
    const publication = rig.client.publish(publishOptions(rig.engine));
    await settle();
    expect(rig.server.kinds).not.toContain('stream-create');
    rig.server.resume();
    await publication.created;
    expect(publication.stream?.id).toBe('S');
  });

  it('disconnect() ends it: no `reconnectionSuccess`, no error', async () => {
    const { rig, log } = await call();
    rig.server.lose();
    await rig.client.disconnect();
    expect(log).toEqual([
      ...['reconnectionStart', 'closed', 'destroyed clientDisconnected', 'disconnected'],
    ]);
    expect(rig.log.at(-1)?.payload).toEqual({ reason: 'clientDisconnected', error: undefined });
  });
});

describe('another network (networkChanged)', () => {
  it('proves the messaging connection and restarts ICE without waiting for a failure', async () => {
    const { rig, log, flows, offers } = await call();
    const before = offers();
    rig.client.networkChanged();
    await settle();
    expect(rig.server.networkChanges).toBe(1);
    expect(offers()).toBeGreaterThan(before);
    expect(flows()).toBe(true);
    expect(log).toEqual([]);
  });
});

describe('rule 6: leaving', () => {
  it('ends subscriptions and publications before `disconnected`', async () => {
    const { rig, log } = await call();
    await rig.client.disconnect();
    expect(log).toEqual(['closed', 'destroyed clientDisconnected', 'disconnected']);
    expect(rig.engine.network.connections).toEqual([]);
    // DISCONNECT says it all.
    expect(rig.server.kinds).not.toContain('stream-delete');
  });

  it('rule 9: dispose() closes everything and raises nothing', async () => {
    const { rig, log, publication, subscription } = await call();
    rig.client.dispose();
    await settle();
    expect(log).toEqual([]);
    expect([publication.closed, subscription.closed]).toEqual([true, true]);
    expect(rig.engine.network.connections).toEqual([]);
    expect(rig.clock.pending).toBe(0);
  });

  it('a listener that disconnects while the session is ending does not double `disconnected`', async () => {
    const { rig, publication, log } = await call();
    publication.on('destroyed', () => rig.client.disconnect());
    rig.server.close('stopped', new SessionError(ErrorCode.ConnectionDropped, 'gone'));
    await settle();
    expect(log.filter((name) => name === 'disconnected')).toHaveLength(1);
  });

  it('what still waits is rejected', async () => {
    const rig = await ClientRig.connected({
      answer: ({ kind }) => (kind === 'signal' || kind === 'stream-create' ? undefined : 'usual'),
    });
    const signal = rig.client.signal('t', 'd');
    const { created } = rig.client.publish(publishOptions(rig.engine));
    signal.catch(() => undefined);
    await rig.client.disconnect();
    const code = ErrorCode.SessionDisconnected;
    await expect(signal).rejects.toMatchObject({ code });
    await expect(created).rejects.toMatchObject({ code });
  });
});
