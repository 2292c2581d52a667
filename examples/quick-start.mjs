/** Quick start: a session server, two clients and video that goes from one to the other, in one process. */
import { Context, Publisher, Session, Subscriber, TestPatternVideoSource } from 'webrtc-session';
import { createSessionServer } from 'webrtc-session/server';

const server = await createSessionServer();
const { apiKey, sessionId } = await server.createSession();
const newClient = () =>
  new Session(Context.instance, apiKey, sessionId, {
    apiUrl: server.url,
    iceConfig: { networks: 'loopback' },
  });
const ann = newClient();
const bob = newClient();

bob.on('streamReceived', async ({ stream }) => {
  const subscriber = new Subscriber(Context.instance, stream);
  await bob.subscribe(subscriber);
  const { width, height } = await subscriber.snapshot();
  console.log(`${stream.name}: ${width}x${height}`);
  Context.instance.dispose();
  await server.close();
});

await bob.connect(await server.generateToken(sessionId));
await ann.connect(await server.generateToken(sessionId));
const video = new TestPatternVideoSource({ width: 1280, height: 720, fps: 30 });
await ann.publish(new Publisher(Context.instance, { name: 'pattern', video }));
