import { Connection } from './connection.js';
import type { ConnectionInfo } from '../protocol/messages/session-objects.js';
import type { SessionStream } from '../signaling/session/session-stream.js';
import { Stream } from './stream.js';

/** Gives the same public object for the same member or stream of a session, every time. */
export class Directory {
  readonly #connections = new WeakMap<ConnectionInfo, Connection>();
  readonly #streams = new WeakMap<SessionStream, Stream>();

  connection(info: ConnectionInfo): Connection {
    let connection = this.#connections.get(info);
    if (!connection) {
      connection = new Connection(info);
      this.#connections.set(info, connection);
    }
    return connection;
  }

  stream(model: SessionStream): Stream {
    let stream = this.#streams.get(model);
    if (!stream) {
      stream = new Stream(model, this.connection(model.connection));
      this.#streams.set(model, stream);
    }
    return stream;
  }
}
