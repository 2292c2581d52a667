/**
 * Joining a session: make a Session object, attach listeners, connect, see who else is there, exchange signals and
 * streams, notice a lost connection, leave.
 *
 * `npx webrtc-session serve` prints the three values that are needed:
 *
 *     API_KEY=… SESSION_ID=… TOKEN=… node examples/joining-a-session.ts
 */
import {
  Context,
  Publisher,
  Session,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
  type SessionError,
  type SessionEvents,
} from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
} = process.env;

// --- A Session object -----------------------------------------------------------------------------------------------
// It stands for a session that exists on the server already. Nothing happens on the network yet.

const session = new Session(Context.instance, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  // Here everything runs on one machine. Leave this out in a real network.
  iceConfig: { networks: 'loopback' },
});

// --- Handlers -------------------------------------------------------------------------------------------------------
// They are attached before connecting, so that no event is missed.

session.on('connected', onConnected);
session.on('disconnected', onDisconnected);
session.on('error', onError);
session.on('connectionCreated', onConnectionCreated);
session.on('connectionDropped', onConnectionDropped);
session.on('streamReceived', onStreamReceived);
session.on('streamDropped', onStreamDropped);
session.on('signal', onSignal);

function onConnected({ connection }: SessionEvents['connected']): void {
  console.log(`connected as ${connection.id}`);
  publish();
}

/** `error.code` is one of `ErrorCode`; if the session was lost, `disconnected` follows. */
function onError(error: SessionError): void {
  console.log(`error ${error.code} ${error.codeName}: ${error.message}`);
}

// --- Connecting -----------------------------------------------------------------------------------------------------
// Ends in `connected` or in `error`. It is a promise, too: `await session.connect(TOKEN)` does as well.

void session.connect(TOKEN);

// --- Disconnecting --------------------------------------------------------------------------------------------------

function leave(): void {
  void session.disconnect();
}

function onDisconnected({ reason }: SessionEvents['disconnected']): void {
  console.log(`disconnected: ${reason}`);
  // Releases everything. Nothing is raised from here on.
  session.dispose();
}

process.once('SIGINT', leave);

// --- Automatic reconnection -----------------------------------------------------------------------------------------
// Needs no code. These are for telling the user.

session.on('reconnectionStart', () => {
  console.log('connection lost, reconnecting');
});
session.on('reconnectionSuccess', () => {
  console.log('back in the session');
});

/** By default a signal waits for the connection to come back; this one is for now or never. */
function sendPosition(x: number, y: number): Promise<void> {
  return session.sendSignal('position', `${x},${y}`, { retryAfterReconnect: false });
}

// --- Other clients --------------------------------------------------------------------------------------------------
// First those who are there already, then those who come. Never ourselves.

function onConnectionCreated({ connection }: SessionEvents['connectionCreated']): void {
  console.log(`${connection.data || connection.id} is here`);
  void session.sendSignal('welcome', 'hello to everybody');
  void session.sendSignal('welcome', 'hello to you', { to: connection });
}

function onConnectionDropped({ connection, reason }: SessionEvents['connectionDropped']): void {
  console.log(`${connection.data || connection.id} is gone: ${reason}`);
}

// --- Signals --------------------------------------------------------------------------------------------------------

function onSignal({ type, data, connection }: SessionEvents['signal']): void {
  // One's own signals to everybody come back, too.
  if (connection === session.connection) return;
  console.log(`signal ${type} from ${connection?.data ?? 'the server'}: ${data}`);
  if (type === 'where') void sendPosition(3, 4);
  if (type === 'goodbye') leave();
}

// --- Streams --------------------------------------------------------------------------------------------------------

function publish(): void {
  const publisher = new Publisher(Context.instance, {
    name: 'test pattern',
    video: new TestPatternVideoSource({ width: 640, height: 360, fps: 15 }),
    audio: new ToneAudioSource({ frequency: 440 }),
  });
  publisher.on('streamCreated', ({ stream }) => {
    console.log(`publishing ${stream.name}`);
  });
  publisher.on('streamDestroyed', ({ reason }) => {
    console.log(`no longer publishing: ${reason}`);
  });
  publisher.on('error', onError);
  void session.publish(publisher);
}

function onStreamReceived({ stream }: SessionEvents['streamReceived']): void {
  console.log(`stream ${stream.name} of ${stream.connection.data}`);
  const subscriber = new Subscriber(Context.instance, stream);
  subscriber.once('frame', (frame) => {
    console.log(`first frame of ${stream.name}: ${frame.width}x${frame.height}`);
  });
  subscriber.on('error', onError);
  void session.subscribe(subscriber);
}

function onStreamDropped({ stream, reason }: SessionEvents['streamDropped']): void {
  console.log(`stream ${stream.name} is gone: ${reason}`);
}
