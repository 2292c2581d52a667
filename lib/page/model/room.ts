import {
  Context,
  mediaStreamOf,
  Session,
  Subscriber,
  type Connection,
  type Stream,
} from '../../browser/index.js';
import type { Credentials } from './credentials.js';
import { openMedia, type PublishChoice, type PublishedMedia } from './published-media.js';
import { StreamStats } from './stream-stats.js';

/** A stream that the page shows. */
export interface Tile {
  readonly stream: Stream;
  readonly subscriber: Subscriber;
  readonly media: MediaStream;
  readonly stats: StreamStats;
}

export interface LogEntry {
  readonly at: Date;
  readonly text: string;
  readonly failed: boolean;
}

const maxEntries = 500;
const statsEveryMs = 1000;

/** The session as the page has it. Calls back whenever something in it has changed. */
export class Room {
  readonly credentials: Credentials;
  readonly log: LogEntry[] = [];
  readonly tiles = new Map<string, Tile>();
  published: PublishedMedia | undefined;
  readonly #context = new Context();
  readonly #session: Session;
  readonly #onChange: () => void;
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(credentials: Credentials, onChange: () => void) {
    this.credentials = credentials;
    this.#onChange = onChange;
    const { apiKey, sessionId, apiUrl } = credentials;
    this.#session = new Session(this.#context, apiKey, sessionId, { apiUrl });
    this.#listen();
    this.#timer = setInterval(() => void this.#measure(), statsEveryMs);
  }

  get state(): string {
    return this.#session.state;
  }

  /** Who is in the session, this page included. */
  get members(): number {
    return this.state === 'connected' ? this.#session.connections.length + 1 : 0;
  }

  get canModerate(): boolean {
    return this.state === 'connected' && this.#session.capabilities.canForceDisconnect;
  }

  async join(): Promise<void> {
    await this.#try('joining', () => this.#session.connect(this.credentials.token));
  }

  async leave(): Promise<void> {
    await this.unpublish();
    await this.#session.disconnect();
  }

  async publish(choice: PublishChoice): Promise<void> {
    await this.#try('publishing', async () => {
      const media = await openMedia(this.#context, choice);
      try {
        media.publisher.on('error', (error) => {
          this.#add(`publisher: ${error.message}`, true);
        });
        media.publisher.on('streamDestroyed', () => {
          this.#forget(media);
        });
        await this.#session.publish(media.publisher);
        this.published = media;
        this.#add(`publishing ${choice.source} as “${choice.name}”`);
      } catch (error) {
        media[Symbol.dispose]();
        throw error;
      }
    });
  }

  async unpublish(): Promise<void> {
    const { published } = this;
    if (!published) return;
    await this.#try('unpublishing', () => this.#session.unpublish(published.publisher));
    this.#forget(published);
  }

  /** Switches what is published on or off. */
  mute(kind: 'audio' | 'video'): void {
    const publisher = this.published?.publisher;
    if (!publisher) return;
    if (kind === 'audio') publisher.publishAudio = !publisher.publishAudio;
    else publisher.publishVideo = !publisher.publishVideo;
    this.#onChange();
  }

  async signal(type: string, data: string): Promise<void> {
    await this.#try('the signal', () => this.#session.sendSignal(type, data));
  }

  async muteStream(stream: Stream): Promise<void> {
    await this.#try('muting', () => this.#session.forceMuteStream(stream));
  }

  async disconnect(connection: Connection): Promise<void> {
    await this.#try('disconnecting', () => this.#session.forceDisconnect(connection));
  }

  /** Everything the browser measures, now. */
  async statistics(): Promise<unknown> {
    const { subscribers } = await this.#session.getStats();
    return subscribers.map(({ streamId, report }) => ({ streamId, entries: [...report.values()] }));
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.published?.[Symbol.dispose]();
    this.#context.dispose();
  }

  #listen(): void {
    const session = this.#session;
    session.on('connected', () => {
      this.#add('joined');
    });
    session.on('disconnected', ({ reason }) => {
      this.#add(`left: ${reason}`);
      this.tiles.clear();
    });
    session.on('reconnectionStart', () => {
      this.#add('the connection is lost, trying again', true);
    });
    session.on('reconnectionSuccess', () => {
      this.#add('connected again');
    });
    session.on('connectionCreated', ({ connection }) => {
      this.#add(`${nameOf(connection)} joined`);
    });
    session.on('connectionDropped', ({ connection, reason }) => {
      this.#add(`${nameOf(connection)} left: ${reason}`);
    });
    session.on('streamReceived', ({ stream }) => {
      this.#add(`stream “${stream.name}” began`);
      void this.#subscribe(stream);
    });
    session.on('streamDropped', ({ stream, reason }) => {
      this.tiles.delete(stream.id);
      this.#add(`stream “${stream.name}” ended: ${reason}`);
    });
    for (const name of ['streamHasAudioChanged', 'streamHasVideoChanged'] as const) {
      session.on(name, () => {
        this.#onChange();
      });
    }
    session.on('signal', ({ type, data, connection }) => {
      const sender = connection ? nameOf(connection) : 'the server';
      this.#add(`${sender} signals ${type === '' ? '' : `${type}: `}${data}`);
    });
    session.on('error', (error) => {
      this.#add(`session: ${error.message}`, true);
    });
  }

  async #subscribe(stream: Stream): Promise<void> {
    const subscriber = new Subscriber(this.#context, stream);
    subscriber.on('error', (error) => {
      this.#add(`“${stream.name}”: ${error.message}`, true);
    });
    const media = mediaStreamOf(subscriber);
    this.tiles.set(stream.id, { stream, subscriber, media, stats: new StreamStats() });
    this.#onChange();
    // Its failure is the subscriber's `error` too, which is in the log already.
    await this.#session.subscribe(subscriber).catch(() => undefined);
  }

  async #measure(): Promise<void> {
    const measured = [...this.tiles.values()].map(async ({ subscriber, stats }) => {
      // Before it is connected, and when it has just ended, there is nothing to be measured.
      const report = await subscriber.getRtcStatsReport().catch(() => undefined);
      if (report) stats.add(report);
    });
    await Promise.all(measured);
    if (measured.length > 0) this.#onChange();
  }

  async #try(what: string, operation: () => Promise<unknown>): Promise<void> {
    try {
      await operation();
    } catch (error) {
      this.#add(`${what} failed: ${error instanceof Error ? error.message : String(error)}`, true);
    }
    this.#onChange();
  }

  #forget(media: PublishedMedia): void {
    if (this.published === media) this.published = undefined;
    media[Symbol.dispose]();
    this.#onChange();
  }

  #add(text: string, failed = false): void {
    this.log.push({ at: new Date(), text, failed });
    if (this.log.length > maxEntries) this.log.shift();
    this.#onChange();
  }
}

/** Its connection data, or the beginning of its id. */
export function nameOf({ data, id }: Connection): string {
  return data === '' ? id.slice(0, 8) : data;
}
