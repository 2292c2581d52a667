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
export interface EndEffect {
  readonly kind: 'end';
  readonly connectionId: string;
}

/**
 * What an operation on a session makes happen outside. Operations return effects instead of
 * causing them, because the requester's STATUS must be sent first (protocol §7).
 */
export type Effect = DeliverEffect | EndEffect;

/** A message to everybody in the session. */
export function toAll(message: ServerMessage, options: Audience & { from?: string } = {}): Effect {
  const { from, ...to } = options;
  return { kind: 'deliver', to, message, ...(from === undefined ? {} : { from }) };
}

/** A message to one connection. */
export function toOne(only: string, message: ServerMessage, from?: string): Effect {
  return { kind: 'deliver', to: { only }, message, ...(from === undefined ? {} : { from }) };
}
