import { Session } from '../../../dist/index.js';

const { API_KEY = '', SESSION_ID = '', TOKEN = '', API_URL = '' } = process.env;

/**
 * Joins the session that the environment names.
 *
 * @param {import('../../../dist/index.js').Context} context
 */
export async function join(context) {
  const session = new Session(context, API_KEY, SESSION_ID, {
    apiUrl: API_URL,
    iceConfig: { networks: 'loopback' },
  });
  await session.connect(TOKEN);
  return session;
}

/**
 * The stream of that name, as soon as it is there.
 *
 * @param {Session} session
 * @param {string} name
 */
export async function streamOf(session, name) {
  const present = session.streams.find((stream) => stream.name === name);
  if (present) return present;
  for await (const { stream } of session.events('streamReceived')) {
    if (stream.name === name) return stream;
  }
  throw new Error(`the session ended before there was a stream ${name}`);
}
