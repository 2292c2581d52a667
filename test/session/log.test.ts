import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setLogger, type LogLine } from '../../lib/common/logger.js';
import { TestPatternVideoSource } from '../../lib/media/sources/test-pattern-video-source.js';
import { Publisher } from '../../lib/client/publishing/publisher.js';
import { Subscriber } from '../../lib/client/subscribing/subscriber.js';
import { SessionRoom } from '../helpers/rigs/session-room.js';
import { TcpProxy } from '../helpers/proxies/tcp-proxy.js';

/** What a line says, with the one detail that tells it from others with the same text. */
function outline({ area, message, details }: LogLine): string {
  const which = details['kind'] ?? details['state'];
  return `${area}: ${message}${typeof which === 'string' ? ` ${which}` : ''}`;
}

describe('the log of a call', () => {
  let room: SessionRoom;
  let network: TcpProxy;
  let token: string;
  const lines: LogLine[] = [];

  beforeEach(async () => {
    lines.length = 0;
    room = await SessionRoom.open({
      iceServers: [{ urls: ['turn:127.0.0.1:1'], username: 'user', credential: 'turn password' }],
    });
    network = await TcpProxy.to(room.server.port);
    token = await room.token({ data: 'Ann' });
  });
  afterEach(async () => {
    setLogger(undefined);
    await room[Symbol.asyncDispose]();
    await network[Symbol.asyncDispose]();
  });

  /** Joins, publishes, subscribes to that, loses its network, resumes and leaves. */
  const call = async (): Promise<void> => {
    const { session, log } = room.member({
      apiUrl: network.url,
      signaling: { reconnectDelayMs: 50 },
    });
    await session.connect(token);
    const publisher = new Publisher(room.context, {
      video: new TestPatternVideoSource(),
      audio: false,
    });
    const stream = await session.publish(publisher);
    await session.subscribe(new Subscriber(room.context, stream));
    network.cut();
    await log.until('reconnectionStart');
    network.restore();
    await log.until('reconnectionSuccess');
    await session.sendSignal('secret', 'text of a signal');
    await session.disconnect();
  };

  it('tells at debug every step, in the order they were taken', async () => {
    setLogger({ level: 'debug', log: (line) => lines.push(line) });
    await call();
    const said = lines.map(outline);
    const story = [
      'session: new → connecting',
      'session: asking for session info',
      'session: session info received',
      'messaging: opening a WebSocket',
      'messaging: the WebSocket is open',
      'messaging: request connection-create',
      'messaging: answered connection-create',
      'messaging: request session-read',
      'messaging: answered session-read',
      'session: connecting → connected',
      'messaging: request stream-create',
      'messaging: received stream-created',
      'publisher: published',
      'messaging: request subscriber-create',
      'messaging: received generate-offer',
      'messaging: sent offer',
      'messaging: received offer',
      'messaging: sent answer',
      'messaging: received answer',
      'media: ICE connected',
      'subscriber: media flows',
      'messaging: the connection is lost closed',
      'session: connected → reconnecting',
      'messaging: waiting to try again',
      'messaging: opening a WebSocket',
      'messaging: the WebSocket is open',
      'messaging: resumed',
      'session: reconnecting → connected',
      'messaging: request signal',
      'messaging: answered signal',
      'session: connected → disconnected',
      'messaging: taking leave',
      'messaging: closed',
    ];
    // Each step after the one before it; what else is said between them is left to the code.
    let position = -1;
    const missing = story.filter((step) => {
      const found = said.indexOf(step, position + 1);
      if (found >= 0) position = found;
      return found < 0;
    });
    expect({ missing, said: missing.length > 0 ? said : [] }).toEqual({ missing: [], said: [] });
  });

  it('fits at info into a few lines', async () => {
    setLogger({ level: 'info', log: (line) => lines.push(line) });
    await call();
    expect(lines.map(outline)).toEqual([
      'session: new → connecting',
      'session: connecting → connected',
      'publisher: published',
      'subscriber: media flows',
      'messaging: the connection is lost closed',
      'session: connected → reconnecting',
      'messaging: resumed',
      'session: reconnecting → connected',
      'session: connected → disconnected',
      'subscriber: the subscription has ended',
      'publisher: unpublished',
    ]);
  });

  it('says why the server refused, once', async () => {
    setLogger({ level: 'warn', log: (line) => lines.push(line) });
    const { session } = room.member();
    await session.connect('nonsense').catch(() => undefined);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ level: 'warn', area: 'session', details: { code: 1004 } });
    expect(lines[0]?.message).toMatch(/HTTP status 403: token /);
  });

  it('has no token, TURN credential, SDP, or text of a signal, at no level', async () => {
    setLogger({ level: 'debug', log: (line) => lines.push(line) });
    await call();
    const text = JSON.stringify(lines);
    for (const secret of [token, 'turn password', 'v=0', 'a=candidate', 'text of a signal']) {
      expect(text).not.toContain(secret);
    }
  });
});
