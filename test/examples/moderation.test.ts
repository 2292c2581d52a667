import { expect, it } from 'vitest';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../lib/media/sources/tone-audio-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Session } from '../../lib/client/session.js';
import { ExampleRoom } from '../helpers/rigs/example-room.js';
import { logPublisher, logSession } from '../helpers/rigs/event-log.js';

it('examples/moderation keeps the floor closed, ends screens, and puts out who posts links', async () => {
  await using room = await ExampleRoom.open();
  const { peer: ann, log, context, server, sessionId } = room;
  const publish = async (session: Session, videoSourceType: 'camera' | 'screen') => {
    const publisher = new Publisher(context, {
      video: new TestPatternVideoSource({ width: 320, height: 180, fps: 5 }),
      audio: new ToneAudioSource(),
      videoSourceType,
    });
    const events = logPublisher(publisher);
    await session.publish(publisher);
    return { publisher, events };
  };
  const speaker = await publish(ann, 'camera');
  const done = room.run('moderation', { role: 'moderator' });

  // The floor is closed: who is there is muted, and who comes.
  const { connection: bot } = await log.until('connectionCreated');
  await speaker.events.until('muteForced');
  expect(speaker.publisher.publishAudio).toBe(false);
  const lecturer = new Session(context, server.apiKey, sessionId, { apiUrl: server.url });
  await lecturer.connect(await room.token({ data: 'lecturer' }));

  // The lecturer opens it.
  await lecturer.sendSignal('floor-open', '');
  await log.until('muteForced', ({ active }) => !active);
  log.clear();
  // Nobody else closes it: a signal and its effect would come before the lecturer's.
  await ann.sendSignal('floor-closed', '');
  await ann.sendSignal('chat', 'hello');
  await lecturer.sendSignal('floor-closed', '');
  await log.until('muteForced', ({ active }) => active);
  expect(log.payloads('muteForced')).toHaveLength(1);

  const screen = await publish(ann, 'screen');
  const { reason } = await screen.events.until('streamDestroyed');
  expect(reason).toBe('forceUnpublished');

  const eve = new Session(context, server.apiKey, sessionId, { apiUrl: server.url });
  const fate = logSession(eve);
  await eve.connect(await room.token({ data: 'Eve' }));
  await eve.sendSignal('chat', 'look at https://example.com');
  expect(await fate.until('disconnected')).toEqual({ reason: 'forceDisconnected' });

  await room.dismiss(bot);
  expect(await done).toMatchObject({
    code: 0,
    stdout: [
      'floor closed',
      'floor open',
      'floor closed',
      'ended the screen of Ann',
      'put out Eve',
      '',
    ].join('\n'),
    stderr: '',
  });
});

it('examples/moderation says so without a moderator’s token', async () => {
  await using room = await ExampleRoom.open();
  expect(await room.run('moderation')).toMatchObject({
    code: 0,
    stdout: 'this token is no moderator\n',
    stderr: '',
  });
});
