/** An ES module of an application: every kind of thing the package exports, as applications use it. */
import {
  Context,
  CustomVideoSource,
  ErrorCode,
  Publisher,
  Session,
  SessionError,
  Subscriber,
  type SessionEvents,
  type SubscriberEvents,
  type VideoFrame,
} from 'webrtc-session';
import { createSessionServer, type SessionServer } from 'webrtc-session/server';

const server: SessionServer = await createSessionServer();
const { apiKey, sessionId } = await server.createSession();
using session = new Session(Context.instance, apiKey, sessionId, { apiUrl: server.url });
const sizes = new Map<string, number>();
const given: SessionEvents['signal'][] = [];
session.on('signal', (signal) => given.push(signal));
session.on('streamReceived', async ({ stream }) => {
  const subscriber = new Subscriber(Context.instance, stream);
  subscriber.on('frame', (frame: VideoFrame): void => {
    const pixels: Uint8Array = frame.toRgba();
    sizes.set(stream.id, pixels.length);
  });
  const levels: SubscriberEvents['audioLevel'][] = [];
  subscriber.on('audioLevel', (level) => levels.push(level));
  await session.subscribe(subscriber);
});
try {
  await session.connect(await server.generateToken(sessionId), {
    signal: AbortSignal.timeout(1000),
  });
  const video = new CustomVideoSource({ width: 640, height: 480 });
  await session.publish(new Publisher(Context.instance, { video, audio: false }));
} catch (error) {
  if (!(error instanceof SessionError) || error.code !== ErrorCode.AuthorizationFailure)
    throw error;
}
await server.close();
