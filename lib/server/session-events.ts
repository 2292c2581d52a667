import { TypedEvents, type EventNames } from '../common/typed-events.js';
import type { ConnectionReason, SessionAddress, StreamReason } from '../protocol/index.js';
import type { Effect } from './sessions/effect.js';

/** What happens in the sessions of a server, and to its media router. Nothing of what signals say. */
export interface SessionServerEvents {
  /** Somebody has joined. `data` is the connection data of the token; may be empty. */
  connectionCreated: { sessionId: string; connectionId: string; data: string };
  /** Somebody has left, by whatever way. */
  connectionDestroyed: { sessionId: string; connectionId: string; reason: ConnectionReason };
  /** A stream was published. `name` may be empty. */
  streamCreated: { sessionId: string; connectionId: string; streamId: string; name: string };
  /** A stream has ended. */
  streamDestroyed: { sessionId: string; streamId: string; reason: StreamReason };
  /** A signal to everybody, or to one connection. `connectionId` is its sender's; absent for one sent by REST. */
  signal: { sessionId: string; connectionId?: string; type: string };
  /** The media router is lost, or (`isUp`) there again: the server is negotiating with every client in a routed session. */
  routerChanged: { isUp: boolean };
}

const names: EventNames<SessionServerEvents> = {
  connectionCreated: true,
  connectionDestroyed: true,
  streamCreated: true,
  streamDestroyed: true,
  signal: true,
  routerChanged: true,
};

/** The events of `SessionServer`. */
export class SessionEvents extends TypedEvents<SessionServerEvents> {
  constructor() {
    super(names);
  }

  /** Raises what effects of an operation mean. */
  observe({ sessionId }: SessionAddress, effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.kind === 'deliver') this.#raise(sessionId, effect);
    }
  }

  routerChanged(isUp: boolean): void {
    this.emit('routerChanged', { isUp });
  }

  close(): void {
    this.closeEvents();
  }

  #raise(
    sessionId: string,
    { message, from }: Extract<Effect, { readonly kind: 'deliver' }>,
  ): void {
    switch (message.kind) {
      case 'connection-created': {
        const { id: connectionId, data } = message.connection;
        this.emit('connectionCreated', { sessionId, connectionId, data });
        break;
      }
      case 'connection-deleted': {
        const { connectionId, reason } = message;
        this.emit('connectionDestroyed', { sessionId, connectionId, reason });
        break;
      }
      case 'stream-created': {
        const { id: streamId, connectionId, name } = message.stream;
        this.emit('streamCreated', { sessionId, connectionId, streamId, name });
        break;
      }
      case 'stream-deleted': {
        const { streamId, reason } = message;
        this.emit('streamDestroyed', { sessionId, streamId, reason });
        break;
      }
      case 'signal': {
        const sender = from === undefined || from === '' ? {} : { connectionId: from };
        this.emit('signal', { sessionId, ...sender, type: message.type });
        break;
      }
      default:
    }
  }
}
