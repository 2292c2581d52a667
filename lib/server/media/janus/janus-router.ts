import type { Logger } from 'pino';
import type { ServerTimers } from '../../server-limits.js';
import type { VideoCodec } from '../../router-options.js';
import type { MediaRouter } from '../media-router.js';
import type { MediaOutcome, MediaPath } from '../media-path.js';
import type { Session } from '../../sessions/session.js';
import { Backoff } from './connection/backoff.js';
import { checkJanus, checkRooms } from './process/check-janus.js';
import type { JanusAccess, OpenedSession } from './janus-access.js';
import { RouterClosed } from './connection/janus-error.js';
import type { JanusPlace } from './process/janus-place.js';
import { JanusSession } from './connection/janus-session.js';
import type { JanusSocket } from './connection/janus-socket.js';
import { reachJanus, type ReachJanusOptions } from './process/reach-janus.js';
import { RoutedMedia } from './routed-media.js';
import type { RoutedStream } from './routed-stream.js';
import { startProblem } from './process/start-problem.js';

export interface JanusRouterOptions {
  readonly place: JanusPlace;
  readonly videoCodecs: readonly VideoCodec[];
  readonly adminKey: string | undefined;
  readonly timers: ServerTimers;
  readonly logger: Logger;
  /** It is lost, or there again. */
  readonly onChange: (isUp: boolean) => void;
}

/**
 * Routed sessions by way of Janus' VideoRoom plugin, over one WebSocket, which is opened again whenever it is lost. If Janus
 * still has the session that was made over the one before, everything in it goes on; else every stream is negotiated anew.
 */
export class JanusRouter implements MediaRouter {
  readonly #options: JanusRouterOptions;
  readonly #streams = new Set<RoutedStream>();
  readonly #over = new AbortController();
  readonly #access: JanusAccess;
  #opened: OpenedSession | undefined;
  #socket: JanusSocket | undefined;
  /** Called when there is a session, or the router is closed. */
  readonly #waiting = new Set<() => void>();
  #running: Promise<void> | undefined;

  /** @throws SessionServerError `router-…`. */
  static async start(options: JanusRouterOptions): Promise<JanusRouter> {
    const router = new JanusRouter(options);
    try {
      const socket = await router.#openFirst();
      router.#running = router.#run(socket);
      return router;
    } catch (error) {
      await router.close();
      throw error;
    }
  }

  private constructor(options: JanusRouterOptions) {
    this.#options = options;
    const { videoCodecs, adminKey, logger, timers } = options;
    this.#access = {
      session: (signal) => this.#whenOpen(signal),
      ...{ videoCodecs, adminKey, logger },
      retryMs: timers.routerRetryMs,
    };
  }

  get isUp(): boolean {
    return this.#socket !== undefined;
  }

  readonly openPath = (session: Session, tell: (outcome: MediaOutcome) => void): MediaPath =>
    new RoutedMedia({ session, tell, access: this.#access, streams: this.#streams });

  async close(): Promise<void> {
    this.#over.abort(new RouterClosed());
    this.#wake();
    await this.#options.place.close();
    await this.#running;
    this.#opened?.session.end();
  }

  /** The first time, nobody waits for a Janus that is not what is wanted. @throws SessionServerError. */
  async #openFirst(): Promise<JanusSocket> {
    const { place, adminKey } = this.#options;
    const { socket, site } = await reachJanus(place, this.#patience);
    try {
      await checkJanus(socket, site);
      await this.#use(socket);
      if (this.#opened !== undefined) await checkRooms(this.#opened.control, adminKey);
      return socket;
    } catch (error) {
      socket.close();
      throw startProblem(error, site);
    }
  }

  /** Until the router is closed: watches the socket, and opens the next one. */
  async #run(first: JanusSocket): Promise<void> {
    const { logger, timers, onChange } = this.#options;
    const backoff = new Backoff(timers.routerRetryMs);
    for (let socket: JanusSocket | undefined = first; ; socket = undefined) {
      try {
        socket ??= await this.#reopen();
        backoff.reset();
        await this.#watch(socket);
        if (this.#isOver) return;
        logger.error('connection to the media router lost');
        onChange(false);
      } catch (error) {
        if (this.#isOver) return;
        logger.warn({ err: error }, 'media router cannot be reached');
        await backoff.wait(this.#over.signal).catch(() => undefined);
      }
    }
  }

  get #isOver(): boolean {
    return this.#over.signal.aborted;
  }

  async #reopen(): Promise<JanusSocket> {
    const { place, logger, onChange } = this.#options;
    this.#over.signal.throwIfAborted();
    const { socket } = await reachJanus(place, this.#patience);
    await this.#use(socket);
    logger.info('media router is there again');
    onChange(true);
    return socket;
  }

  get #patience(): ReachJanusOptions {
    const { routerStartMs, routerRequestMs, routerRetryMs } = this.#options.timers;
    return {
      startMs: routerStartMs,
      requestMs: routerRequestMs,
      retryMs: routerRetryMs,
      signal: this.#over.signal,
    };
  }

  /** Goes on with the session, or makes another one. @throws JanusRefusal, JanusLost. */
  async #use(socket: JanusSocket): Promise<void> {
    try {
      const before = this.#opened;
      if (before === undefined || !(await before.session.claim(socket))) {
        const session = await JanusSession.create(socket);
        this.#opened = { session, control: await session.attach() };
        before?.session.end();
      }
    } catch (error) {
      socket.close();
      throw error;
    }
    if (this.#isOver) {
      socket.close();
      throw new RouterClosed();
    }
    this.#socket = socket;
    this.#wake();
    const { session } = this.#opened ?? {};
    if (session !== undefined) for (const stream of this.#streams) stream.handleSession(session);
  }

  /** Resolves when the socket is lost. One that does not answer is closed. */
  async #watch(socket: JanusSocket): Promise<void> {
    const { timers, place, logger } = this.#options;
    const keepAlive = setInterval(() => {
      this.#opened?.session.keepAlive().catch((error: unknown) => {
        if (this.#socket !== socket) return;
        logger.error({ err: error }, 'media router does not answer');
        socket.close();
        void place.discard();
      });
    }, timers.routerKeepAliveMs);
    await socket.closed;
    clearInterval(keepAlive);
    this.#socket = undefined;
  }

  async #whenOpen(signal?: AbortSignal): Promise<OpenedSession> {
    for (;;) {
      signal?.throwIfAborted();
      this.#over.signal.throwIfAborted();
      if (this.#socket !== undefined && this.#opened !== undefined) return this.#opened;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        this.#waiting.add(wake);
        signal?.addEventListener('abort', wake);
      });
    }
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
