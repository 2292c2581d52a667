import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context } from '../../lib/index.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../lib/media/sources/tone-audio-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { createSessionServer, type SessionServer } from '../../lib/server/index.js';
import { Session } from '../../lib/client/session.js';
import type { SessionEvents } from '../../lib/client/session-events.js';
import { openTok, vonageVideo, type ServerSdk } from './helpers/server-sdks.js';

const apiKey = '100';
const secret = 'one';
const applicationId = '7f9c2f4e-6f0b-4a39-9f0e-0d4d0a3a0c11';
const keyPair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const { publicKey, privateKey } = keyPair();

const sdks = [
  {
    ...{ name: 'opentok', key: apiKey },
    connect: (url: string) => openTok(apiKey, secret, url),
    impostor: (url: string) => openTok(apiKey, 'guess', url),
  },
  {
    ...{ name: '@vonage/video', key: applicationId },
    connect: (url: string) => vonageVideo(applicationId, privateKey, url),
    impostor: (url: string) => vonageVideo(applicationId, keyPair().privateKey, url),
  },
];

describe.each(sdks)('the server SDK $name', ({ key, connect, impostor }) => {
  let server: SessionServer;
  let context: Context;
  let sdk: ServerSdk;
  let sessionId: string;
  let ann: Session;
  let publisher: Publisher;

  beforeEach(async () => {
    server = await createSessionServer({
      projects: [
        { apiKey, secret },
        { applicationId, publicKey },
      ],
    });
    context = new Context();
    sdk = connect(server.url);
    sessionId = await sdk.createSession('relayed');
    ann = await join('publisher', 'name=Ann');
    publisher = new Publisher(context, {
      name: 'pattern',
      video: new TestPatternVideoSource({ width: 320, height: 240, fps: 15 }),
      audio: new ToneAudioSource(),
    });
    await ann.publish(publisher);
  });
  afterEach(async () => {
    context.dispose();
    await server.close();
  });

  async function join(role: 'publisher' | 'moderator', data = ''): Promise<Session> {
    const session = new Session(context, key, sessionId, { apiUrl: server.url });
    await session.connect(sdk.token(sessionId, role, data));
    return session;
  }

  const next = <Name extends keyof SessionEvents>(
    session: Session,
    name: Name,
  ): Promise<SessionEvents[Name]> =>
    new Promise((resolve) => {
      session.once(name, resolve);
    });
  const publisherMuted = (): Promise<unknown> =>
    new Promise((resolve) => {
      publisher.once('muteForced', resolve);
    });

  it('creates sessions and tokens that our clients join with, as the role says', async () => {
    const moderator = await join('moderator');
    expect(moderator.connections.map(({ data }) => data)).toEqual(['name=Ann']);
    expect(moderator.capabilities).toMatchObject({ canForceDisconnect: true, canPublish: true });
    expect(ann.capabilities).toMatchObject({ canForceDisconnect: false, canPublish: true });
    // Served as relayed as long as there is no media router.
    expect(await sdk.createSession('routed')).not.toBe(sessionId);
  });

  it('signals to all and to one, with no sender', async () => {
    const bob = await join('publisher');
    const [toAnn, toBob] = [next(ann, 'signal'), next(bob, 'signal')];
    await sdk.signal(sessionId, 'chat', 'an alle ✓');
    const signal = { type: 'chat', data: 'an alle ✓', connection: undefined };
    expect(await Promise.all([toAnn, toBob])).toEqual([signal, signal]);

    const heard: unknown[] = [];
    ann.on('signal', (event) => heard.push(event));
    const alone = next(bob, 'signal');
    await sdk.signal(sessionId, 'chat', 'to Bob', bob.connection?.id);
    expect((await alone).data).toBe('to Bob');
    expect(heard).toEqual([]);
    await expect(sdk.signal(sessionId, 'chat', '', 'nobody')).rejects.toThrow();
  });

  it('lists streams and gets one', async () => {
    const stream = { id: publisher.stream?.id, name: 'pattern', videoType: 'custom' };
    expect(await sdk.streams(sessionId)).toMatchObject([stream]);
    expect(await sdk.stream(sessionId, publisher.stream?.id ?? '')).toMatchObject(stream);
    await expect(sdk.stream(sessionId, 'none')).rejects.toThrow();
  });

  it('mutes a stream, and a session but for some', async () => {
    const watcher = await join('publisher');
    const id = publisher.stream?.id ?? '';
    const first = publisherMuted();
    const silent = next(watcher, 'streamHasAudioChanged');
    await sdk.muteStream(sessionId, id);
    await first;
    expect(await silent).toMatchObject({ stream: { id }, hasAudio: false });
    expect(publisher.publishAudio).toBe(false);

    const audible = next(watcher, 'streamHasAudioChanged');
    publisher.publishAudio = true;
    expect((await audible).hasAudio).toBe(true);
    const spared = next(watcher, 'muteForced');
    await sdk.muteAll(sessionId, [id]);
    expect(await spared).toEqual({ active: true });
    expect(publisher.publishAudio).toBe(true);

    const everybody = [publisherMuted(), next(watcher, 'muteForced')];
    await sdk.muteAll(sessionId, []);
    await Promise.all(everybody);
    const over = next(watcher, 'muteForced');
    await sdk.disableMute(sessionId);
    expect(await over).toEqual({ active: false });
  });

  it('disconnects a client', async () => {
    const bob = await join('publisher');
    const [ended, gone] = [next(ann, 'disconnected'), next(bob, 'connectionDropped')];
    await sdk.disconnect(sessionId, ann.connection?.id ?? '');
    expect(await ended).toEqual({ reason: 'forceDisconnected' });
    expect((await gone).reason).toBe('forceDisconnected');
    await expect(sdk.disconnect(sessionId, 'nobody')).rejects.toThrow();
  });

  it('is told at once what is not offered', async () => {
    await expect(sdk.startArchive(sessionId)).rejects.toThrow(/501|does not offer that/);
  });

  it('gets nothing with a wrong secret or key', async () => {
    const wrong = impostor(server.url);
    await expect(wrong.createSession('relayed')).rejects.toThrow();
    await expect(wrong.streams(sessionId)).rejects.toThrow();
    await expect(wrong.disconnect(sessionId, ann.connection?.id ?? '')).rejects.toThrow();
    const session = new Session(context, key, sessionId, { apiUrl: server.url });
    session.on('error', () => undefined);
    await expect(session.connect(wrong.token(sessionId, 'moderator', ''))).rejects.toMatchObject({
      code: 1004,
    });
    expect(ann.state).toBe('connected');
  });
});
