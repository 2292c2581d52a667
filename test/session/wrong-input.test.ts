import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { Context } from '../../lib/index.js';
import { ErrorCode, SessionError } from '../../lib/common/session-error.js';
import { CustomAudioSource } from '../../lib/media/sources/custom-audio-source.js';
import { CustomVideoSource } from '../../lib/media/sources/custom-video-source.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { ToneAudioSource } from '../../lib/media/sources/tone-audio-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Session } from '../../lib/client/session.js';
import type { SessionOptions } from '../../lib/client/session-options.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { SessionRoom } from '../helpers/rigs/session-room.js';

/** Short, so that what is retried is given up soon. */
const impatient: SessionOptions = { signaling: { sessionInfoRetryDelaysMs: [], openAttempts: 1 } };

describe('wrong input', () => {
  let room: SessionRoom;

  beforeEach(async () => {
    room = await SessionRoom.open();
  });
  afterEach(() => room[Symbol.asyncDispose]());

  /** Connects and expects to fail; the message must say what is wrong, and never show the token. */
  const failure = async (session: Session, token: string): Promise<SessionError> => {
    const raised: SessionError[] = [];
    session.on('error', (error) => raised.push(error));
    const error: unknown = await session.connect(token).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(SessionError);
    expect(raised).toEqual([error]);
    expect(String(error)).not.toContain(token);
    expect(session.state).toBe('disconnected');
    return error as SessionError;
  };

  const elsewhere = (options: SessionOptions, apiKey = room.server.apiKey): Session =>
    new Session(room.context, apiKey, room.sessionId, {
      apiUrl: room.server.url,
      ...impatient,
      ...options,
    });

  describe('tokens', () => {
    it.each(['nonsense', 'T1==bm9uc2Vuc2U=', 'eyJhbGciOiJub25lIn0.e30.', 'a'.repeat(10_000), 'ü'])(
      'malformed is 1004 (%#)',
      async (token) => {
        const error = await failure(elsewhere({}), token);
        expect(error.code).toBe(ErrorCode.AuthorizationFailure);
      },
    );

    it('expired is 1004', async () => {
      const token = await room.token({ expiresInSeconds: 1 });
      const session = elsewhere({});
      await expect
        .poll(
          () =>
            failure(elsewhere({}), token).then(
              ({ code }) => code,
              () => 'connected',
            ),
          {
            timeout: 30_000,
            interval: 200,
          },
        )
        .toBe(ErrorCode.AuthorizationFailure);
      session.dispose();
    });

    it('of another session is 1004', async () => {
      const other = await room.server.createSession();
      const error = await failure(elsewhere({}), await room.server.generateToken(other.sessionId));
      expect(error.code).toBe(ErrorCode.AuthorizationFailure);
    });
  });

  it('an unknown or malformed session id is 1005', async () => {
    const token = await room.token();
    for (const sessionId of ['nonsense', '1_MX4xMDB-fjE3MDAwMDAwMDAwMDB-QUJDREVGfn4']) {
      const session = new Session(room.context, room.server.apiKey, sessionId, {
        apiUrl: room.server.url,
      });
      expect([ErrorCode.InvalidSessionId, ErrorCode.AuthorizationFailure]).toContain(
        (await failure(session, token)).code,
      );
    }
  });

  it('a wrong API key is 1004', async () => {
    const error = await failure(elsewhere({}, '99999999'), await room.token());
    expect(error.code).toBe(ErrorCode.AuthorizationFailure);
  });

  it('no server is 1006, and the message names the address', async () => {
    const error = await failure(elsewhere({ apiUrl: 'http://127.0.0.1:1' }), 'token');
    expect(error.code).toBe(ErrorCode.ConnectionFailed);
    expect(error.message).toContain('127.0.0.1:1');
  });

  describe('a server that answers garbage', () => {
    const serve = async (handle: RequestListener): Promise<AsyncDisposable & { url: string }> => {
      const server = createServer(handle).listen(0, '127.0.0.1');
      await once(server, 'listening');
      return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        [Symbol.asyncDispose]: async () => {
          server.closeAllConnections();
          server.close();
          await once(server, 'close');
        },
      };
    };

    it.each([
      ['HTML', '<html>', ErrorCode.SessionUnexpectedGetSessionInfoResponse],
      ['no array', '{}', ErrorCode.SessionUnexpectedGetSessionInfoResponse],
      ['an empty array', '[]', ErrorCode.SessionUnexpectedGetSessionInfoResponse],
      ['nothing', '', ErrorCode.ConnectionFailed],
      ['half an object', '[{"session_id":"x"}]', ErrorCode.SessionUnexpectedGetSessionInfoResponse],
    ])('%s', async (_, body, code) => {
      await using server = await serve((_request, response) => response.end(body));
      expect((await failure(elsewhere({ apiUrl: server.url }), 'token')).code).toBe(code);
    });

    it('a redirect, which would carry the token elsewhere', async () => {
      await using server = await serve((_request, response) =>
        response.writeHead(302, { location: room.server.url }).end(),
      );
      const error = await failure(elsewhere({ apiUrl: server.url }), 'token');
      expect(error.code).toBe(ErrorCode.ConnectionFailed);
      expect(error.message).toContain('redirect');
    });

    it('a status that nobody expects', async () => {
      await using server = await serve((_request, response) => response.writeHead(500).end());
      const error = await failure(elsewhere({ apiUrl: server.url }), 'token');
      expect(error.code).toBe(ErrorCode.SessionUnexpectedGetSessionInfoResponse);
    });

    it('an answer that never ends', async () => {
      await using server = await serve((_request, response) => {
        response.writeHead(200).write('[{');
      });
      const session = elsewhere({
        apiUrl: server.url,
        signaling: { ...impatient.signaling, sessionInfoTimeoutMs: 100 },
      });
      expect((await failure(session, 'token')).code).toBe(ErrorCode.SessionConnectionTimeout);
    });

    it('an answer too long to be one', async () => {
      await using server = await serve((_request, response) =>
        response.end('x'.repeat(2 * 1024 * 1024)),
      );
      const error = await failure(elsewhere({ apiUrl: server.url }), 'token');
      expect(error.message).toContain('1048576 bytes');
    });

    it.each([
      ['text', 'hello'],
      ['bytes that are no frame', Buffer.from([1, 2, 3])],
    ])('%s instead of messages', async (_, garbage) => {
      const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
      await once(sockets, 'listening');
      sockets.on('connection', (socket) => {
        for (let count = 0; count < 20; count += 1) socket.send(garbage);
      });
      const { port } = sockets.address() as AddressInfo;
      const info = {
        session_id: room.sessionId,
        partner_id: room.server.apiKey,
        messaging_url: `ws://127.0.0.1:${port}/`,
        symphony_address: 'symphony.test',
        properties: { p2p: { preference: { value: 'enabled' } } },
      };
      await using server = await serve((_request, response) =>
        response.end(JSON.stringify([info])),
      );
      try {
        const error = await failure(elsewhere({ apiUrl: server.url }), 'token');
        expect(error.code).toBe(ErrorCode.ConnectionDropped);
      } finally {
        sockets.close();
        await once(sockets, 'close');
      }
    });
  });

  describe('after dispose()', () => {
    it('every operation rejects with 1015 and raises nothing', async () => {
      const { session, log } = await room.join();
      const publisher = new Publisher(room.context, { video: new TestPatternVideoSource() });
      const stream = await session.publish(publisher);
      const { connection } = stream;
      const subscriber = new Subscriber(room.context, stream);
      session.dispose();
      log.clear();
      const operations = {
        connect: () => session.connect('token'),
        disconnect: () => session.disconnect(),
        publish: () => session.publish(publisher),
        unpublish: () => session.unpublish(publisher),
        subscribe: () => session.subscribe(subscriber),
        unsubscribe: () => session.unsubscribe(subscriber),
        sendSignal: () => session.sendSignal('', ''),
        forceMuteAll: () => session.forceMuteAll(),
        disableForceMute: () => session.disableForceMute(),
        forceMuteStream: () => session.forceMuteStream(stream),
        forceDisconnect: () => session.forceDisconnect(connection),
        forceUnpublish: () => session.forceUnpublish(stream),
      };
      for (const [name, operation] of Object.entries(operations)) {
        await expect(operation(), name).rejects.toMatchObject({
          code: ErrorCode.SessionIllegalState,
        });
      }
      expect(log.names).toEqual([]);
      expect(session.connection).toBeUndefined();
      expect(session.connections).toEqual([]);
      expect(session.capabilities.canPublish).toBe(false);
      expect(await session.getStats()).toEqual({ publishers: [], subscribers: [] });
    });

    it('publishers and subscribers stay harmless', async () => {
      const { session } = await room.join();
      const publisher = new Publisher(room.context, { video: new TestPatternVideoSource() });
      const stream = await session.publish(publisher);
      const subscriber = new Subscriber(room.context, stream);
      publisher.dispose();
      subscriber.dispose();
      publisher.publishVideo = false;
      subscriber.subscribeToVideo = false;
      subscriber.audioVolume = 50;
      expect(await publisher.getRtcStatsReport()).toEqual([]);
      expect((await subscriber.getRtcStatsReport()).size).toBe(0);
      await publisher.setVideoSource(new TestPatternVideoSource());
    });

    it('nothing can be made of a disposed context', () => {
      const context = new Context();
      context.dispose();
      for (const make of [
        () => new Session(context, 'key', 'id'),
        () => new Publisher(context),
        () => new Subscriber(context, {} as never),
      ]) {
        expect(make).toThrow(
          expect.objectContaining({ code: ErrorCode.SessionIllegalState }) as Error,
        );
      }
    });
  });

  describe('arguments', () => {
    it.each<[string, () => unknown, string | RegExp]>([
      [
        'context',
        () => new Session({} as never, 'k', 's'),
        'context must be an instance of Context, got an object',
      ],
      [
        'apiKey',
        () => new Session(room.context, 1 as never, 's'),
        'apiKey must be a string, got 1',
      ],
      ['sessionId', () => new Session(room.context, 'k', ''), 'sessionId must not be empty'],
      [
        'apiUrl',
        () => elsewhere({ apiUrl: 'ftp://x' }),
        'options.apiUrl must be a URL that begins with http:// or https://',
      ],
      [
        'proxyUrl',
        () => elsewhere({ proxyUrl: 'x' }),
        'options.proxyUrl must be a URL that begins with http:// or https://',
      ],
      [
        'headers',
        () => elsewhere({ headers: { a: 1 as never } }),
        'options.headers.a must be a string',
      ],
      [
        'iceConfig',
        () => elsewhere({ iceConfig: { servers: [{} as never] } }),
        'options.iceConfig.servers[0].urls must be a URL or an array of URLs, got undefined',
      ],
      [
        'policy',
        () => elsewhere({ reconnectPolicy: {} as never }),
        'options.reconnectPolicy must have a method nextDelay',
      ],
      [
        'misspelt',
        () => elsewhere({ apiURL: '' } as never),
        'options.apiURL is not an option; did you mean apiUrl?',
      ],
      ['token', () => elsewhere({}).connect(undefined as never), 'token must be a string'],
      [
        'signal',
        () => elsewhere({}).connect('t', { signal: {} as never }),
        /^options.signal must be an instance of AbortSignal/,
      ],
      [
        'publisher',
        () => elsewhere({}).publish({} as never),
        /^publisher must be an instance of Publisher/,
      ],
      [
        'foreign publisher',
        () => elsewhere({}).publish(new Publisher(new Context())),
        'publisher must belong to the context of the session',
      ],
      [
        'subscriber',
        () => elsewhere({}).subscribe({} as never),
        /^subscriber must be an instance of Subscriber/,
      ],
      [
        'stream',
        () => elsewhere({}).forceMuteStream('S' as never),
        'stream must be an instance of Stream, got a string',
      ],
      [
        'streams',
        () => elsewhere({}).forceMuteAll(['S'] as never),
        'excluded[0] must be an instance of Stream, got a string',
      ],
      [
        'connection',
        () => elsewhere({}).forceDisconnect({} as never),
        /^connection must be an instance of Connection/,
      ],
      ['listener', () => elsewhere({}).on('connected', 1 as never), /must be a function/],
      [
        'video',
        () => new Publisher(room.context, { video: {} as never }),
        'options.video must be a VideoSource, true or false, got an object',
      ],
      [
        'neither',
        () => new Publisher(room.context, { video: false, audio: false }),
        'options must have video or audio, or both',
      ],
      [
        'codecs',
        () => new Publisher(room.context, { preferredVideoCodecs: ['h266'] as never }),
        /^options.preferredVideoCodecs\[0\] must be one of "vp8"/,
      ],
      [
        'bitrate',
        () => new Publisher(room.context, { audioBitrate: 5999 }),
        'options.audioBitrate must be an integer from 6000 to 510000, got 5999',
      ],
      [
        'preset',
        () => new Publisher(room.context, { videoBitratePreset: 'custom' }),
        'options.maxVideoBitrate is needed with videoBitratePreset "custom"',
      ],
      [
        'cycle',
        () => new Publisher(room.context).setVideoSource({} as never),
        /^source must be an instance of VideoSource/,
      ],
      [
        'Subscriber',
        () => new Subscriber(room.context, 'S' as never),
        'stream must be an instance of Stream, got a string',
      ],
      [
        'size',
        () => new CustomVideoSource({ width: 0, height: 1 }),
        'options.width must be an integer from 1 to 16384, got 0',
      ],
      [
        'fps',
        () => new TestPatternVideoSource({ fps: 121 }),
        'options.fps must be a number from 1 to 120, got 121',
      ],
      [
        'rate',
        () => new CustomAudioSource({ sampleRate: 44_100.5 }),
        'options.sampleRate must be an integer from 8000 to 96000, got 44100.5',
      ],
      [
        'amplitude',
        () => new ToneAudioSource({ amplitude: 2 }),
        'options.amplitude must be a number from 0 to 1, got 2',
      ],
      [
        'audio',
        () => new Context({ audio: 'loud' as never }),
        'options.audio must be one of "virtual", "platform", got "loud"',
      ],
    ])('%s', (_, make, message) => {
      expect(make).toThrow(message);
      try {
        make();
      } catch (error) {
        expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
      }
    });

    it('a signalling option that contradicts another', () => {
      expect(() => elsewhere({ signaling: { pingIntervalMs: 10_000 } })).toThrow(
        new RangeError(
          'options.signaling.deadAfterMs must be longer than pingIntervalMs (10000 ms), got 9900',
        ),
      );
      expect(() => elsewhere({ signaling: { pingInterval: 1 } as never })).toThrow(
        new TypeError(
          'options.signaling.pingInterval is not an option; did you mean pingIntervalMs?',
        ),
      );
    });
  });

  describe('media', () => {
    it('a frame of another size than it says', () => {
      const source = new CustomVideoSource({ width: 4, height: 2 });
      const data = new Uint8Array(11);
      expect(() => source.push({ format: 'i420', width: 4, height: 2, data })).toThrow(
        new RangeError('frame.data must be 12 bytes for i420 of 4x2, got 11'),
      );
      expect(() => source.push(data as never)).toThrow(TypeError);
    });

    it('PCM of the wrong length or type', () => {
      const source = new CustomAudioSource({ channels: 2 });
      expect(() => source.push(new Int16Array(3))).toThrow(
        new RangeError('samples.length must be a multiple of 2, got 3'),
      );
      expect(() => source.push(new Float32Array(2) as never)).toThrow(
        new TypeError('samples must be an instance of Int16Array, got an instance of Float32Array'),
      );
    });

    it('takes nothing while it is not published', async () => {
      expect(await new CustomAudioSource().push(new Int16Array(480))).toBe(0);
      expect(
        new CustomVideoSource({ width: 4, height: 2 }).push({
          format: 'i420',
          width: 4,
          height: 2,
          data: new Uint8Array(12),
        }),
      ).toBe(false);
    });
  });
});
