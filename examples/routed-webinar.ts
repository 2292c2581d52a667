/**
 * A webinar: one speaker whom everybody sees, over a media router. Needs Janus: `apt-get install janus`.
 *
 * Server, speaker and audience are in one process here, to show that the speaker sends once, whatever the size of the audience.
 *
 *     node examples/routed-webinar.ts
 */
import { Context, Publisher, Session, Subscriber, TestPatternVideoSource } from 'webrtc-session';
import { createSessionServer } from 'webrtc-session/server';

const { AUDIENCE = '5', JANUS = 'janus' } = process.env;

const server = await createSessionServer({
  router: JANUS,
  // Otherwise a routed session would be served relayed if there were no router, with no more than a line in the log.
  withoutRouter: 'reject',
});
const { sessionId } = await server.createSession({ mediaMode: 'routed' });
const context = Context.instance;

async function join(role: 'publisher' | 'subscriber'): Promise<Session> {
  const session = new Session(context, server.apiKey, sessionId, { apiUrl: server.url });
  await session.connect(await server.generateToken(sessionId, { role }));
  return session;
}

const speaker = await join('publisher');
const publisher = new Publisher(context, {
  name: 'speaker',
  video: new TestPatternVideoSource({ width: 640, height: 360, fps: 15 }),
});
await speaker.publish(publisher);

// While Janus is away nobody sees anything; it is started again, and then everybody does, with the same objects.
server.events.on('routerChanged', ({ isUp }) => {
  console.log(isUp ? 'the media router is back' : 'the media router is lost');
});

/** Joins, and stays once there is something to see. */
async function watch(): Promise<void> {
  const session = await join('subscriber');
  const [stream] = session.streams;
  if (!stream) throw new Error('the speaker has left');
  const subscriber = new Subscriber(context, stream);
  await session.subscribe(subscriber);
  for await (const { width, height } of subscriber.frames()) {
    console.log(`seen: ${width} × ${height}`);
    break;
  }
  audience.push(session);
}

const audience: Session[] = [];
await Promise.all(Array.from({ length: Number(AUDIENCE) }, watch));

const reports = await publisher.getRtcStatsReport();
console.log(`${audience.length} watch, and the speaker sends to ${reports.length}`);

for (const session of [...audience, speaker]) await session.disconnect();
context.dispose();
await server.close();
