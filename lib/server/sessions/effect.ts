import type { ServerMessage } from '../../protocol/index.js';

/** Who gets a message: one connection, or the session's members that fit. */
export type Audience =
  | { readonly only: string }
  | {
      /** A connection that is left out. */
      readonly except?: string;
      /** Leaves out connections that did not announce this extension. */
      readonly capability?: string;
    };

export interface DeliverEffect {
  readonly kind: 'deliver';
  readonly to: Audience;
  /** A connection id, or empty for a signal without a sender. Absent: the server's address. */
  readonly from?: string;
  readonly message: ServerMessage;
}

/** The connection was made to leave: nothing more is sent to it, its socket closes. */
export interface CloseEffect {
  readonly kind: 'close';
  readonly connectionId: string;
}

/**
 * What an operation on a session makes happen outside. Operations return effects instead of
 * causing them, because the requester's STATUS must be sent first (protocol §7).
 */
export type Effect = DeliverEffect | CloseEffect;

/** A message to everybody in the session. */
export function toAll(
  message: ServerMessage,
  options: Audience & { from?: string } = {},
): DeliverEffect {
  const { from, ...to } = options;
  return { kind: 'deliver', to, message, ...(from === undefined ? {} : { from }) };
}

/** A message to one connection. */
export function toOne(only: string, message: ServerMessage, from?: string): DeliverEffect {
  return { kind: 'deliver', to: { only }, message, ...(from === undefined ? {} : { from }) };
}

/**
 * An operation for which the media path was asked and has agreed. Calling it changes the session and says what that makes
 * happen; the caller delivers it in the same turn, so that everybody hears of changes in the order in which they are made.
 *
 * @throws RequestRejected if the session has changed meanwhile so that it cannot be done any more.
 */
export type Commit = () => Effect[];
