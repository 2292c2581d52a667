import { pino } from 'pino';
import {
  Context,
  Publisher,
  Session,
  Subscriber,
  TestPatternVideoSource,
  ToneAudioSource,
  type Stream,
} from '../../../lib/index.js';
import type { PublisherOptions } from '../../../lib/client/publishing/publisher-options.js';
import type { SubscriberOptions } from '../../../lib/client/subscribing/subscriber-options.js';
import {
  createSessionServer,
  type GenerateTokenOptions,
  type RouterOption,
  type SessionServer,
} from '../../../lib/server/index.js';
import type { JoinOptions } from '../../browser/session-peer.js';

/** A server with a real Janus, one routed session, and clients over the native engine. Disposing it ends everything. */
export class RoutedCall implements AsyncDisposable {
  readonly context = new Context({ lowLatency: true });

  private constructor(
    readonly server: SessionServer,
    readonly sessionId: string,
    readonly janusPids: readonly number[],
  ) {}

  static async open(router: RouterOption = 'janus'): Promise<RoutedCall> {
    const pids: number[] = [];
    const logger = pino(
      { base: null },
      {
        write: (line: string) => {
          const { msg, pid } = JSON.parse(line) as { msg: string; pid?: number };
          if (msg === 'janus started' && pid !== undefined) pids.push(pid);
        },
      },
    );
    const server = await createSessionServer({ router, logger });
    const { sessionId } = await server.createSession({ mediaMode: 'routed' });
    return new RoutedCall(server, sessionId, pids);
  }

  async join(token: GenerateTokenOptions = {}): Promise<Session> {
    const { context, server, sessionId } = this;
    const session = new Session(context, server.apiKey, sessionId, { apiUrl: server.url });
    await session.connect(await server.generateToken(sessionId, token));
    return session;
  }

  /** What somebody elsewhere joins with. */
  async invitation(): Promise<JoinOptions> {
    const { server, sessionId } = this;
    const token = await server.generateToken(sessionId);
    return { apiUrl: server.url, apiKey: server.apiKey, sessionId, token };
  }

  /** Publishes a moving pattern and a tone. */
  async publish(session: Session, options: PublisherOptions = {}): Promise<Publisher> {
    const publisher = new Publisher(this.context, {
      video: new TestPatternVideoSource({ width: 640, height: 360, fps: 20 }),
      audio: new ToneAudioSource({ frequency: 440, amplitude: 0.5 }),
      ...options,
    });
    await session.publish(publisher);
    return publisher;
  }

  async subscribe(
    session: Session,
    stream: Stream,
    options: SubscriberOptions = {},
  ): Promise<Subscriber> {
    const subscriber = new Subscriber(this.context, stream, options);
    await session.subscribe(subscriber);
    return subscriber;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.context.dispose();
    await this.server.close();
  }
}

/** The only stream of the others, as soon as there is one. */
export async function streamIn(session: Session): Promise<Stream> {
  const [stream] = session.streams;
  if (stream !== undefined) return stream;
  const received = await new Promise<{ stream: Stream }>((resolve) => {
    session.once('streamReceived', resolve);
  });
  return received.stream;
}
