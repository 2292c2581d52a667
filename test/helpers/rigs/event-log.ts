import type { Publisher } from '../../../lib/client/publishing/publisher.js';
import type { PublisherEvents } from '../../../lib/client/publishing/publisher-events.js';
import type { Session } from '../../../lib/client/session.js';
import type { SessionEvents } from '../../../lib/client/session-events.js';
import type { Subscriber } from '../../../lib/client/subscribing/subscriber.js';
import type { SubscriberEvents } from '../../../lib/client/subscribing/subscriber-events.js';
import type { TypedEvents } from '../../../lib/common/typed-events.js';

interface Waiting {
  readonly name: unknown;
  readonly accept: (payload: never) => boolean;
  readonly resolve: (payload: never) => void;
}

/** Everything an object raised, in order; tests wait for events and look at the order. */
export class EventLog<Events extends object> {
  readonly entries: { readonly name: keyof Events; readonly payload: Events[keyof Events] }[] = [];
  #waiting: Waiting[] = [];

  constructor(source: TypedEvents<Events>, names: readonly (keyof Events)[]) {
    for (const name of names) {
      source.on(name, (payload) => {
        this.entries.push({ name, payload });
        this.#wake(name, payload);
      });
    }
  }

  get names(): readonly (keyof Events)[] {
    return this.entries.map(({ name }) => name);
  }

  payloads<Name extends keyof Events>(name: Name): Events[Name][] {
    return this.entries
      .filter((entry) => entry.name === name)
      .map(({ payload }) => payload as Events[Name]);
  }

  /** The first event of that name that is accepted, past or to come. */
  until<Name extends keyof Events>(
    name: Name,
    accept: (payload: Events[Name]) => boolean = () => true,
  ): Promise<Events[Name]> {
    const past = this.payloads(name).find(accept);
    if (past !== undefined) return Promise.resolve(past);
    return new Promise((resolve) => {
      this.#waiting.push({ name, accept, resolve });
    });
  }

  clear(): void {
    this.entries.length = 0;
  }

  #wake(name: keyof Events, payload: Events[keyof Events]): void {
    this.#waiting = this.#waiting.filter((waiting) => {
      if (waiting.name !== name || !waiting.accept(payload as never)) return true;
      waiting.resolve(payload as never);
      return false;
    });
  }
}

/** Everything but `stateChanged`, which would stand between all the others. */
export function logSession(session: Session): EventLog<SessionEvents> {
  return new EventLog(session, [
    'connected',
    'disconnected',
    'error',
    'reconnectionStart',
    'reconnectionSuccess',
    'connectionCreated',
    'connectionDropped',
    'streamReceived',
    'streamDropped',
    'streamHasAudioChanged',
    'streamHasVideoChanged',
    'streamDimensionsChanged',
    'signal',
    'archiveStarted',
    'archiveStopped',
    'muteForced',
  ]);
}

/** Everything but what comes at intervals. */
export function logPublisher(publisher: Publisher): EventLog<PublisherEvents> {
  return new EventLog(publisher, ['streamCreated', 'streamDestroyed', 'muteForced', 'error']);
}

/** Everything but media and what comes at intervals. */
export function logSubscriber(subscriber: Subscriber): EventLog<SubscriberEvents> {
  return new EventLog(subscriber, [
    'connected',
    'streamDisconnected',
    'streamReconnected',
    'videoDisabled',
    'videoEnabled',
    'videoDisableWarning',
    'videoDisableWarningLifted',
    'error',
  ]);
}
