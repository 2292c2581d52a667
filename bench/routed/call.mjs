import {
  Context,
  Publisher,
  Session,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
} from '../../dist/index.js';

/** @import { SessionServer } from '../../dist/server/index.js' */

/**
 * One publisher in a session.
 *
 * @param {SessionServer} server
 * @param {'relayed' | 'routed'} mediaMode
 */
export async function openCall(server, mediaMode) {
  const created = await server.createSession({ mediaMode });
  if (created.mediaMode !== mediaMode) throw new Error(`the session is ${created.mediaMode}`);
  const { sessionId } = created;
  const context = new Context({ lowLatency: true });
  const join = async () => {
    const session = new Session(context, server.apiKey, sessionId, { apiUrl: server.url });
    await session.connect(await server.generateToken(sessionId));
    return session;
  };
  const publisher = new Publisher(context, {
    video: new TestPatternVideoSource({ width: 1280, height: 720, fps: 30 }),
    audio: new ToneAudioSource(),
    maxVideoBitrate: 1_500_000,
  });
  const sender = await join();
  const began = performance.now();
  await sender.publish(publisher);
  const publishMs = performance.now() - began;
  return { join, publisher, publishMs, context };
}

/**
 * Somebody who joins before, and how long it takes until the first frame is there, milliseconds.
 *
 * @param {Awaited<ReturnType<typeof openCall>>} call
 */
export async function receive({ join, context }) {
  const session = await join();
  const [stream] = session.streams;
  if (stream === undefined) throw new Error('there is no stream');
  const began = performance.now();
  const subscriber = new Subscriber(context, stream);
  const first = new Promise((resolve) => subscriber.once('frame', resolve));
  await session.subscribe(subscriber);
  await first;
  return { session, subscriber, firstFrameMs: performance.now() - began };
}
