import { inspect, inspectJson, type Inspect } from '../common/inspect.js';
import type { ConnectionInfo } from '../protocol/messages/session-objects.js';

/** A member of a session: one object per id for its whole life. Plain data, nothing to dispose. */
export class Connection {
  readonly id: string;
  /** Connection data of the member's token, as the application server put it there; may be empty. */
  readonly data: string;
  readonly creationTime: Date;

  /** For this package: connections come from a {@link Session}. */
  constructor(info: ConnectionInfo) {
    this.id = info.id;
    this.data = info.data;
    this.creationTime = new Date(info.creationTime);
    Object.freeze(this);
  }

  /** What `JSON.stringify` and `console.log` show. */
  toJSON() {
    return { id: this.id, data: this.data, creationTime: this.creationTime };
  }

  /** @internal */
  [inspect](_depth: number, options: object, inspectValue: Inspect): string {
    return inspectJson(this, options, inspectValue);
  }
}
