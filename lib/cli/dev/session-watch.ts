import type { SessionServer, SessionServerEvents } from '../../server/index.js';

/** Events that are about a session. */
type SessionEventName = Exclude<keyof SessionServerEvents, 'routerChanged'>;

/** What has happened, as one thing to be told. */
export type WatchedEvent = {
  [Name in SessionEventName]: { event: Name } & Omit<SessionServerEvents[Name], 'sessionId'>;
}[SessionEventName];

/** Counts what comes and goes in a session, and tells of each. */
export class SessionWatch implements Disposable {
  /** Those of now, with their names; streams by id. */
  readonly connections = new Map<string, string>();
  readonly streams = new Map<string, string>();
  readonly totals = { connections: 0, streams: 0, signals: 0 };
  readonly #handles: Disposable[];

  constructor(
    { events }: SessionServer,
    sessionId: string,
    onEvent: (event: WatchedEvent, name: string) => void,
  ) {
    const watch = <Name extends SessionEventName>(
      name: Name,
      note: (payload: SessionServerEvents[Name]) => string,
    ): Disposable =>
      events.listen(name, (payload) => {
        if (payload.sessionId !== sessionId) return;
        const shown = note(payload);
        const { sessionId: _, ...rest } = payload;
        onEvent({ event: name, ...rest } as unknown as WatchedEvent, shown);
      });
    this.#handles = [
      watch('connectionCreated', ({ connectionId, data }) => {
        this.totals.connections += 1;
        const shown = data === '' ? connectionId.slice(0, 8) : data;
        this.connections.set(connectionId, shown);
        return shown;
      }),
      watch('connectionDestroyed', ({ connectionId }) => {
        const shown = this.connections.get(connectionId) ?? connectionId.slice(0, 8);
        this.connections.delete(connectionId);
        return shown;
      }),
      watch('streamCreated', ({ streamId, name }) => {
        this.totals.streams += 1;
        const shown = name === '' ? streamId.slice(0, 8) : name;
        this.streams.set(streamId, shown);
        return shown;
      }),
      watch('streamDestroyed', ({ streamId }) => {
        const shown = this.streams.get(streamId) ?? streamId.slice(0, 8);
        this.streams.delete(streamId);
        return shown;
      }),
      watch('signal', ({ type }) => {
        this.totals.signals += 1;
        return type;
      }),
    ];
  }

  [Symbol.dispose](): void {
    for (const handle of this.#handles) handle[Symbol.dispose]();
  }
}
