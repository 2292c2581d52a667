import {
  Context,
  Publisher,
  Session,
  SessionError,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
  type SessionEvents,
  type SubscriberEvents,
} from '../../../lib/index.js';
import { report, type ClientSetup, type Request } from './messages.js';

/**
 * A client with the real engine as a process of its own: `node client.mjs <setup as JSON>`. Joins, publishes if it is
 * to, subscribes to everything, and reports what it sees. Ends with its parent.
 */
const setup = JSON.parse(process.argv[2] ?? '{}') as ClientSetup;
const context = new Context();
const session = new Session(context, setup.apiKey, setup.sessionId, { apiUrl: setup.apiUrl });

function detailOf(payload: object): string {
  if (payload instanceof SessionError) return `${payload.code} ${payload.message}`;
  return 'reason' in payload ? String(payload.reason) : '';
}

const sessionEvents: readonly (keyof SessionEvents)[] = [
  'connected',
  'disconnected',
  'error',
  'reconnectionStart',
  'reconnectionSuccess',
  'connectionCreated',
  'connectionDropped',
  'streamReceived',
  'streamDropped',
];
for (const name of sessionEvents) {
  session.on(name, (payload) => {
    report({ kind: 'event', name, detail: detailOf(payload) });
  });
}
session.on('signal', ({ data }) => {
  report({ kind: 'signal', data });
});

const subscriberEvents: readonly (keyof SubscriberEvents)[] = [
  'connected',
  'streamDisconnected',
  'streamReconnected',
  'error',
];
session.on('streamReceived', ({ stream }) => {
  const subscriber = new Subscriber(context, stream);
  for (const name of subscriberEvents) {
    subscriber.on(name, (payload) => {
      report({ kind: 'event', name: `subscriber ${name}`, detail: detailOf(payload) });
    });
  }
  subscriber.on('frame', () => {
    report({ kind: 'frame' });
  });
  // Failures are reported as events.
  session.subscribe(subscriber).catch(() => undefined);
});

process.on('message', ({ signal }: Request) => {
  session.sendSignal('', signal).catch(() => undefined);
});
process.once('disconnect', () => {
  context.dispose();
  process.exit();
});

await session.connect(setup.token);
if (setup.publish) {
  const video = new TestPatternVideoSource(setup.publish);
  const publisher = new Publisher(context, { video, audio: new ToneAudioSource() });
  publisher.on('streamDestroyed', (payload) => {
    report({ kind: 'event', name: 'publisher streamDestroyed', detail: detailOf(payload) });
  });
  publisher.on('error', (error) => {
    report({ kind: 'event', name: 'publisher error', detail: detailOf(error) });
  });
  await session.publish(publisher);
}
