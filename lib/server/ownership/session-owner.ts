import type { ConnectionReason, SessionStateMessage } from '../../protocol/index.js';
import type { Actor, Member } from '../sessions/member.js';
import type { Operation } from '../sessions/operations.js';
import type { SessionRecord } from '../sessions/session.js';

/**
 * Who runs a session: the server process that alone changes it and says in which order that is known. All that it is asked
 * is plain data, so that it can be another process than the one that a client is connected to.
 *
 * A promise is returned if the answer takes time, else undefined; a request that is rejected throws or rejects with a
 * `RequestRejected`. `granted` is called before anybody hears what the request led to, the requester included (§7).
 */
export interface SessionOwner {
  readonly record: SessionRecord;
  /** Since when nobody is in the session, milliseconds since 1970; infinite while somebody is. */
  readonly emptySince: number;

  /** @throws RequestRejected 409 if the id is taken or the session full. */
  join(member: Member, granted: () => void): Promise<void> | undefined;

  /** Requests of one member must not overlap. */
  perform(actor: Actor, operation: Operation, granted: () => void): Promise<void> | undefined;

  /** The session as that member may see it, in its place among the events that it gets. */
  read(member: Member, granted: (state: SessionStateMessage) => void): Promise<void> | undefined;

  /** Removes a member and tells the others. Does nothing if it has left. */
  leave(connectionId: string, reason: ConnectionReason): void;

  /** Cancels what the media path was asked for on behalf of a member. */
  cancelMedia(connectionId: string): void;

  /** The session as the project's administrator sees it. */
  inspect(): Promise<SessionStateMessage>;

  /** Everybody leaves and is not told; another process may have the session. */
  close(): Promise<void>;
}
