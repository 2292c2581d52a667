/**
 * Moderation: a bot that keeps the rules of a lecture. Needs a token with the role `moderator`.
 *
 * - Whoever joins is muted until the lecturer says `floor-open`, and again from `floor-closed` on.
 * - Nobody but the lecturer shares a screen.
 * - Who sends a signal of type `chat` that has a link in it is put out.
 *
 *     API_KEY=… SESSION_ID=… TOKEN=… node examples/moderation.ts
 */
import { Context, Session, type Connection, type SessionEvents } from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
} = process.env;

const session = new Session(Context.instance, API_KEY, SESSION_ID, { apiUrl: API_URL });

/** The token's data is set on the application's server: nobody can claim to be somebody else. */
function isLecturer(connection: Connection | undefined): boolean {
  return connection?.data === 'lecturer';
}

async function closeFloor(): Promise<void> {
  const lecture = session.streams.filter(({ connection }) => isLecturer(connection));
  // Mutes those present but the lecturer, and those to come.
  await session.forceMuteAll(lecture);
  console.log('floor closed');
}

async function openFloor(): Promise<void> {
  await session.disableForceMute();
  console.log('floor open');
}

async function onSignal({ type, data, connection }: SessionEvents['signal']): Promise<void> {
  if (!connection) return;
  if (type === 'floor-open' && isLecturer(connection)) await openFloor();
  if (type === 'floor-closed' && isLecturer(connection)) await closeFloor();
  if (type === 'chat' && /https?:/.test(data) && !isLecturer(connection)) {
    await session.forceDisconnect(connection);
    console.log(`put out ${connection.data}`);
  }
}

async function onStream({ stream }: SessionEvents['streamReceived']): Promise<void> {
  if (stream.videoSourceType !== 'screen' || isLecturer(stream.connection)) return;
  await session.forceUnpublish(stream);
  console.log(`ended the screen of ${stream.connection.data}`);
}

// A rejection (the one in question may be gone already) is an `error` event as well: nothing is lost here.
session.on('error', (error) => {
  console.log(`${error.codeName}: ${error.message}`);
});
session.on('signal', (event) => void onSignal(event).catch(() => undefined));
session.on('streamReceived', (event) => void onStream(event).catch(() => undefined));
session.once('disconnected', () => {
  session.dispose();
});
process.once('SIGINT', () => void session.disconnect());

await session.connect(TOKEN);
const { canForceMute, canForceDisconnect } = session.capabilities;
if (canForceMute && canForceDisconnect) {
  await closeFloor();
} else {
  console.log('this token is no moderator');
  await session.disconnect();
}
