import { on, once, type EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { VideoFrame } from '../../lib/media/frames/video-frame.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

/** What `node:events` is declared for. At run time it asks for less than all of an emitter's methods. */
const emitter = (source: object): EventEmitter => source as EventEmitter;

describe('conventions of Node', () => {
  let room: SessionRoom;
  let ann: Member;
  let bob: Member;
  let video: CustomVideoSource;

  beforeEach(async () => {
    room = await SessionRoom.open();
    ann = await room.join({ data: 'Ann' });
    bob = await room.join({ data: 'Bob' });
    video = new CustomVideoSource({ width: 4, height: 2 });
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const publish = async (): Promise<Publisher> => {
    const publisher = new Publisher(room.context, { name: 'camera', video, audio: false });
    await ann.session.publish(publisher);
    return publisher;
  };

  const subscribe = async (): Promise<Subscriber> => {
    const { stream } = await bob.log.until('streamReceived');
    const subscriber = new Subscriber(room.context, stream);
    await bob.session.subscribe(subscriber);
    return subscriber;
  };

  it('events.once() resolves with the event of a session, publisher and subscriber', async () => {
    const { session } = room.member();
    const connected = once(emitter(session), 'connected');
    await session.connect(await room.token());
    expect(await connected).toEqual([{ connection: session.connection }]);

    const publisher = new Publisher(room.context, { video, audio: false });
    const created = once(emitter(publisher), 'streamCreated');
    await ann.session.publish(publisher);
    expect(await created).toEqual([{ stream: publisher.stream }]);

    const { stream } = await bob.log.until('streamReceived');
    const subscriber = new Subscriber(room.context, stream);
    const flowing = once(emitter(subscriber), 'connected');
    await bob.session.subscribe(subscriber);
    expect(await flowing).toEqual([{ stream }]);
  });

  it('events.once() rejects with the error that comes instead, and leaves no listener', async () => {
    const { session } = room.member();
    const connected = once(emitter(session), 'connected');
    session.connect('no token').catch(() => undefined);
    await expect(connected).rejects.toMatchObject({ code: ErrorCode.AuthorizationFailure });
    await session.connect(await room.token());
    expect(session.state).toBe('connected');
  });

  it('events.on() iterates over the events until its signal is aborted', async () => {
    const stop = new AbortController();
    const texts: string[] = [];
    const signals = on(emitter(bob.session), 'signal', { signal: stop.signal });
    for (const data of ['1', '2', '3']) await ann.session.sendSignal('count', data);
    const loop = (async () => {
      for await (const [{ data }] of signals as AsyncIterable<[{ data: string }]>) {
        texts.push(data);
        if (data === '3') stop.abort();
      }
    })();
    await expect(loop).rejects.toMatchObject({ name: 'AbortError' });
    expect(texts).toEqual(['1', '2', '3']);
  });

  it('a misspelt event is refused by an error that names the events there are', async () => {
    const publisher = await publish();
    const subscriber = await subscribe();
    for (const [source, known] of [
      [ann.session, /"Connected" is not an event; known: connected, disconnected, error, /],
      [publisher, /"Connected" is not an event; known: streamCreated, /],
      [subscriber, /"Connected" is not an event; known: connected, streamDisconnected, /],
    ] as const) {
      expect(() => emitter(source).on('Connected', () => undefined)).toThrow(TypeError);
      expect(() => emitter(source).once('Connected', () => undefined)).toThrow(known);
      await expect(once(emitter(source), 'Connected')).rejects.toThrow(known);
    }
  });

  it("events('frame') is refused, because frames() gives frames that are open", async () => {
    await publish();
    const subscriber = await subscribe();
    expect(() => subscriber.events('frame' as never)).toThrow(/loop over frames\(\) instead/);
    expect(subscriber.frameStats.delivered).toBe(0);
  });

  it('a frame that was read too late says how it would have stayed open', async () => {
    await publish();
    const subscriber = await subscribe();
    const frames: VideoFrame[] = [];
    subscriber.on('frame', (frame) => frames.push(frame));
    video.push(VideoFrame.fromI420(4, 2, new Uint8Array(12)));
    expect(() => frames[0]?.toRgba()).toThrow(/unless retain\(\) is called before/);
  });

  it('console.log and JSON.stringify show ids, names and sizes', async () => {
    const publisher = await publish();
    const subscriber = await subscribe();
    const { stream } = subscriber;
    const { connection } = stream;
    expect(JSON.parse(JSON.stringify(stream))).toEqual({
      ...{ id: stream.id, name: 'camera', hasAudio: false, hasVideo: true, width: 4, height: 2 },
      ...{ videoSourceType: 'custom', creationTime: stream.creationTime.toISOString() },
      connection: {
        ...{ id: connection.id, data: 'Ann' },
        creationTime: connection.creationTime.toISOString(),
      },
    });
    expect(inspect(stream)).toMatch(/^Stream \{\s+id: '[\da-f-]{36}',\s+name: 'camera',/);
    expect(inspect([connection])).toMatch(
      /^\[\s+Connection \{\s+id: '[\da-f-]{36}',\s+data: 'Ann'/,
    );
    expect(publisher.toJSON()).toMatchObject({ name: 'camera', stream: { id: stream.id } });
    expect(inspect(publisher)).toMatch(/^Publisher \{/);
    expect(subscriber.toJSON()).toMatchObject({ id: subscriber.id, stream: { id: stream.id } });
    expect(inspect(subscriber)).toMatch(/^Subscriber \{/);
    expect(bob.session.toJSON()).toMatchObject({
      ...{ sessionId: room.sessionId, state: 'connected', connections: 1, streams: 1 },
      ...{ connection: { data: 'Bob' }, publishers: 0, subscribers: 1 },
    });
    expect(inspect(bob.session)).toMatch(/^Session \{\s+sessionId: /);
  });

  it('console.log of a frame shows its size, and works when it is closed', () => {
    const frame = VideoFrame.fromI420(4, 2, new Uint8Array(12), { timestampUs: 5 });
    expect(inspect(frame)).toBe('VideoFrame { width: 4, height: 2, rotation: 0, timestampUs: 5 }');
    frame.close();
    expect(inspect(frame)).toBe('VideoFrame { closed: true }');
    expect(JSON.stringify(frame)).toBe('{"closed":true}');
  });

  it('no token is in what an object says of itself', async () => {
    const token = await room.token({ data: 'Cleo' });
    const { session } = room.member();
    await session.connect(token);
    const said = inspect(session, { depth: Infinity, showHidden: true }) + JSON.stringify(session);
    expect(said).toContain('Cleo');
    expect(said).not.toContain(token);
  });
});
