/**
 * Own TURN servers: media goes through a relay of yours, and no other way. Publishes the test pattern, and says by which
 * kind of candidate each receiver is reached.
 *
 * A session server that has the relay's shared secret issues credentials by itself (`createSessionServer({ turn })`);
 * what is shown here is for relays that it does not know.
 *
 *     TURN_URL='turn:turn.example.com:3478?transport=udp' TURN_USERNAME=… TURN_CREDENTIAL=… \
 *       API_KEY=… SESSION_ID=… TOKEN=… node examples/own-turn-servers.ts
 */
import {
  Context,
  Publisher,
  Session,
  TestPatternVideoSource,
  type StatsReport,
} from 'webrtc-session';

const {
  API_KEY = '',
  SESSION_ID = '',
  TOKEN = '',
  API_URL = 'http://127.0.0.1:8080',
  TURN_URL = '',
  TURN_USERNAME = '',
  TURN_CREDENTIAL = '',
} = process.env;

const session = new Session(Context.instance, API_KEY, SESSION_ID, {
  apiUrl: API_URL,
  iceConfig: {
    servers: [{ urls: TURN_URL, username: TURN_USERNAME, credential: TURN_CREDENTIAL }],
    // Not even if the other side could be reached directly.
    transportPolicy: 'relay',
    // Only these: the session server's own are left out.
    includeServers: 'custom',
    // Here everything runs on one machine. Leave this out in a real network.
    networks: 'loopback',
  },
});

/** `relay`, `host`, …: the own end of the pair of candidates that is in use (W3C webrtc-stats). */
function candidateType(report: StatsReport): string | undefined {
  const entries = [...report.values()];
  const transport = entries.find(({ type }) => type === 'transport');
  const pair = entries.find(({ id }) => id === transport?.['selectedCandidatePairId']);
  const type = entries.find(({ id }) => id === pair?.['localCandidateId'])?.['candidateType'];
  return typeof type === 'string' ? type : undefined;
}

const publisher = new Publisher(Context.instance, {
  name: 'relayed pattern',
  video: new TestPatternVideoSource({ width: 320, height: 240, fps: 15 }),
  audio: false,
});
const told = new Set<string>();
publisher.on('videoStats', () => void tell());

async function tell(): Promise<void> {
  for (const { connectionId, report } of await publisher.getRtcStatsReport()) {
    const type = candidateType(report);
    if (type === undefined || told.has(connectionId)) continue;
    told.add(connectionId);
    console.log(`a receiver is reached by ${type}`);
  }
}

process.once('SIGINT', () => void session.disconnect());
session.once('disconnected', () => {
  session.dispose();
});
await session.connect(TOKEN);
await session.publish(publisher);
console.log('publishing');
