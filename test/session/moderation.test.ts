import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { CustomAudioSource } from '../../lib/media/sources/custom-audio-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { logPublisher } from '../helpers/rigs/event-log.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

describe('moderation', () => {
  let room: SessionRoom;
  let moderator: Member;
  let bob: Member;
  let cleo: Member;

  beforeEach(async () => {
    room = await SessionRoom.open();
    moderator = await room.join({ role: 'moderator' });
    bob = await room.join({ data: 'Bob' });
    cleo = await room.join({ data: 'Cleo' });
    await moderator.log.until('connectionCreated', ({ connection }) => connection.data === 'Cleo');
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const makePublisher = (name: string): Publisher =>
    new Publisher(room.context, { name, video: false, audio: new CustomAudioSource() });

  it('rule 21: capabilities follow the role', async () => {
    const watcher = await room.join({ role: 'subscriber' });
    const speaker = await room.join({ role: 'publisheronly' });
    const rights = ({ session }: Member): string[] =>
      Object.entries(session.capabilities)
        .filter(([, granted]) => granted)
        .map(([name]) => name);
    expect(rights(moderator)).toEqual([
      'canPublish',
      'canSubscribe',
      'canSignal',
      'canForceMute',
      'canForceDisconnect',
      'canForceUnpublish',
    ]);
    expect(rights(bob)).toEqual(['canPublish', 'canSubscribe', 'canSignal']);
    expect(rights(watcher)).toEqual(['canSubscribe']);
    expect(rights(speaker)).toEqual(['canPublish']);
  });

  it('rule 20: forceMuteAll mutes all but the excluded; every client gets `muteForced`', async () => {
    const mine = makePublisher('Bob');
    const hers = makePublisher('Cleo');
    const log = logPublisher(mine);
    const excludedLog = logPublisher(hers);
    await bob.session.publish(mine);
    await cleo.session.publish(hers);
    const { stream: excluded } = await moderator.log.until(
      'streamReceived',
      ({ stream }) => stream.name === 'Cleo',
    );
    const { stream: muted } = await moderator.log.until(
      'streamReceived',
      ({ stream }) => stream.name === 'Bob',
    );
    await moderator.session.forceMuteAll([excluded]);
    for (const member of [moderator, bob, cleo]) {
      expect(await member.log.until('muteForced')).toEqual({ active: true });
    }
    await log.until('muteForced');
    expect(mine.publishAudio).toBe(false);
    await moderator.log.until('streamHasAudioChanged', ({ stream }) => stream === muted);
    expect(muted.hasAudio).toBe(false);
    expect(excluded.hasAudio).toBe(true);
    expect(hers.publishAudio).toBe(true);
    expect(excludedLog.names).toEqual(['streamCreated']);
  });

  it('rule 20: a client that joins a muted session gets `muteForced`, after who and what is there', async () => {
    await bob.session.publish(makePublisher('Bob'));
    expect(moderator.session.muteForced).toBe(false);
    await moderator.session.forceMuteAll();
    await moderator.log.until('muteForced');
    expect(moderator.session.muteForced).toBe(true);
    const late = await room.join();
    expect(late.log.names.slice(-2)).toEqual(['streamReceived', 'muteForced']);
    expect(late.log.payloads('muteForced')).toEqual([{ active: true }]);
    expect(late.session.muteForced).toBe(true);
    await moderator.session.disableForceMute();
    await late.log.until('muteForced', ({ active }) => !active);
    expect(late.session.muteForced).toBe(false);
    expect((await room.join()).log.names).not.toContain('muteForced');
  });

  it('rule 20: streams to come are muted until disableForceMute()', async () => {
    await moderator.session.forceMuteAll();
    await bob.log.until('muteForced');
    const during = makePublisher('during');
    const log = logPublisher(during);
    await bob.session.publish(during);
    await log.until('muteForced');
    expect(during.publishAudio).toBe(false);

    await moderator.session.disableForceMute();
    await bob.log.until('muteForced', ({ active }) => !active);
    const after = makePublisher('after');
    await bob.session.publish(after);
    expect(after.publishAudio).toBe(true);
    const { stream } = await cleo.log.until(
      'streamReceived',
      (event) => event.stream.name === 'after',
    );
    expect(stream.hasAudio).toBe(true);
  });

  it('rule 20: a muted publisher may unmute itself', async () => {
    const publisher = makePublisher('Bob');
    const log = logPublisher(publisher);
    await bob.session.publish(publisher);
    const { stream } = await moderator.log.until('streamReceived');
    await moderator.session.forceMuteStream(stream);
    await log.until('muteForced');
    await moderator.log.until('streamHasAudioChanged', ({ hasAudio }) => !hasAudio);
    publisher.publishAudio = true;
    await moderator.log.until('streamHasAudioChanged', ({ hasAudio }) => hasAudio);
    expect(cleo.log.names).not.toContain('muteForced');
  });

  it('forceUnpublish ends the stream: `streamDestroyed` there, `streamDropped` elsewhere', async () => {
    const publisher = makePublisher('Bob');
    const log = logPublisher(publisher);
    const own = await bob.session.publish(publisher);
    const { stream } = await moderator.log.until('streamReceived');
    await moderator.session.forceUnpublish(stream);
    expect(await log.until('streamDestroyed')).toEqual({ stream: own, reason: 'forceUnpublished' });
    expect(publisher.stream).toBeUndefined();
    const dropped = await moderator.log.until('streamDropped');
    expect(dropped).toEqual({ stream, reason: 'forceUnpublished' });
    await bob.session.publish(publisher);
  });

  it('rule 20: without the rights it is an `error` event and a rejection', async () => {
    await cleo.session.publish(makePublisher('Cleo'));
    const { stream } = await bob.log.until('streamReceived');
    const { session, log } = bob;
    const codes = [
      ErrorCode.SessionUnableToForceMute,
      ErrorCode.SessionUnableToForceMute,
      ErrorCode.SessionUnableToForceMute,
      ErrorCode.UnableToForceDisconnect,
      ErrorCode.UnableToForceUnpublish,
    ];
    const attempts = [
      () => session.forceMuteAll(),
      () => session.disableForceMute(),
      () => session.forceMuteStream(stream),
      () => session.forceDisconnect(stream.connection),
      () => session.forceUnpublish(stream),
    ];
    for (const [index, attempt] of attempts.entries()) {
      await expect(attempt()).rejects.toMatchObject({ code: codes[index] });
    }
    expect(log.payloads('error').map(({ code }) => code)).toEqual(codes);
    expect(cleo.session.state).toBe('connected');
  });

  it('publishing and subscribing without the right are 1500 and 1004, with the server’s reason, raised where they belong', async () => {
    const watcher = await room.join({ role: 'subscriber' });
    const publisher = makePublisher('watcher');
    const log = logPublisher(publisher);
    await expect(watcher.session.publish(publisher)).rejects.toMatchObject({
      code: ErrorCode.PublisherUnableToPublish,
      source: 'publisher',
      message: expect.stringMatching(
        /status 403: the token's role does not allow to publish$/,
      ) as string,
    });
    expect(log.names).toEqual(['error']);
    expect(watcher.log.names).not.toContain('error');

    const speaker = await room.join({ role: 'publisheronly' });
    await bob.session.publish(makePublisher('Bob'));
    const { stream } = await speaker.log.until('streamReceived');
    const subscribing = speaker.session.subscribe(new Subscriber(room.context, stream));
    await expect(subscribing).rejects.toMatchObject({
      code: ErrorCode.AuthorizationFailure,
      source: 'subscriber',
      message: expect.stringMatching(/status 403: .*does not allow to subscribe$/) as string,
    });
    expect(speaker.log.names).not.toContain('error');
  });
});
