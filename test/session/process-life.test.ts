import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runModule, type ProcessResult } from '../helpers/processes/node-process.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

/** The built package in a process of its own. */
describe('a process with a session', { timeout: 400_000 }, () => {
  let room: SessionRoom;
  let ann: Member;

  beforeEach(async () => {
    room = await SessionRoom.open();
    ann = await room.join({ data: 'Ann' });
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const prelude = `
    import { Context, Publisher, Session, Subscriber, TestPatternVideoSource, ToneAudioSource }
      from 'webrtc-session';
    const { API_KEY, SESSION_ID, TOKEN, API_URL } = process.env;
    const makeSession = () => new Session(Context.instance, API_KEY, SESSION_ID, {
      apiUrl: API_URL, iceConfig: { networks: 'loopback' },
    });
    const makePublisher = () => new Publisher(Context.instance, {
      video: new TestPatternVideoSource({ width: 160, height: 120 }), audio: new ToneAudioSource(),
    });
    const isLoaded = () =>
      process.report.getReport().sharedObjects.some((path) => path.endsWith('webrtc-session.node'));
    const session = makeSession();
  `;

  const run = async (source: string): Promise<ProcessResult> =>
    runModule(prelude + source, {
      // A hundred sessions under Wine, on a machine that does other things as well.
      timeoutMs: 350_000,
      env: {
        API_URL: room.server.url,
        API_KEY: room.server.apiKey,
        SESSION_ID: room.sessionId,
        TOKEN: await room.token({ data: 'child' }),
      },
    });

  it('loads no binary until media is needed', async () => {
    const result = await run(`
      await session.connect(TOKEN);
      console.log(isLoaded());
      await session.publish(makePublisher());
      console.log(isLoaded());
      await session.disconnect();
    `);
    expect(result).toMatchObject({ code: 0, stdout: 'false\ntrue\n', stderr: '' });
  });

  it('lives as long as the session is connected, and ends by itself after disconnect()', async () => {
    const ended = run(`
      session.on('signal', () => session.disconnect());
      session.on('disconnected', ({ reason }) => console.log(reason));
      void session.connect(TOKEN);
    `);
    const { connection } = await ann.log.until('connectionCreated');
    await ann.session.sendSignal('leave', '', { to: connection });
    expect(await ended).toMatchObject({ code: 0, stdout: 'clientDisconnected\n', stderr: '' });
  });

  it.each(['session.disconnect()', 'session.dispose()', 'Context.instance.dispose()'])(
    'ends by itself after a call with media and %s',
    async (ending) => {
      const result = await run(`
        await session.connect(TOKEN);
        const subscriber = new Subscriber(Context.instance, await session.publish(makePublisher()));
        await session.subscribe(subscriber);
        (await subscriber.snapshot()).close();
        ${ending};
      `);
      expect(result).toMatchObject({ code: 0, signal: null, stderr: '' });
    },
  );

  it('keeps its exit code when it exits in the middle of a call', async () => {
    const result = await run(`
      await session.connect(TOKEN);
      const subscriber = new Subscriber(Context.instance, await session.publish(makePublisher()));
      subscriber.on('frame', () => process.exit(7));
      await session.subscribe(subscriber);
    `);
    expect(result).toMatchObject({ code: 7, signal: null, stderr: '' });
    await ann.log.until('streamReceived');
  });

  it('dies of an exception in a handler, as Node documents it', async () => {
    const result = await run(`
      session.on('connected', () => { throw new Error('from a handler'); });
      await session.connect(TOKEN);
    `);
    expect(result).toMatchObject({ code: 1, signal: null });
    expect(result.stderr).toContain('from a handler');
  });

  it('does not die of a failure that nobody awaits, and warns if nobody listens', async () => {
    const result = await run(`void session.connect('nonsense');`);
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(/\[AuthorizationFailure\] SessionWarning: .*403/);
  });

  it('leaves nothing behind after a hundred sessions with media', async () => {
    const result = await run(`
      import { loadBinding } from './dist/node/binary/load-binding.js';
      const once = async () => {
        const session = makeSession();
        await session.connect(TOKEN);
        const publisher = makePublisher();
        const subscriber = new Subscriber(Context.instance, await session.publish(publisher));
        await session.subscribe(subscriber);
        for (const each of [session, publisher, subscriber]) each.dispose();
      };
      const left = () => loadBinding().liveObjects() + process.getActiveResourcesInfo().length;
      await once();
      const before = left();
      for (let round = 0; round < 100; round += 1) await once();
      while (left() > before) await new Promise((resolve) => setTimeout(resolve, 50));
      console.log('nothing');
    `);
    expect(result).toMatchObject({ code: 0, stdout: 'nothing\n', stderr: '' });
  });

  it('gets the same classes by import and require', async () => {
    const result = await run(`
      import { createRequire } from 'node:module';
      const required = createRequire(new URL('x.js', import.meta.url))('webrtc-session');
      console.log(required.Session === Session, required.Context.instance === Context.instance);
    `);
    expect(result.stdout).toBe('true true\n');
  });
});
