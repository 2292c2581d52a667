import { ErrorCode, SessionError } from '../../common/session-error.js';
import type { MessagingState } from './messaging-types.js';

/** Every legal step. */
const steps: Readonly<Record<MessagingState, readonly MessagingState[]>> = {
  new: ['connecting', 'closed'],
  connecting: ['connected', 'closed'],
  connected: ['reconnecting', 'leaving', 'closed'],
  reconnecting: ['connected', 'closed'],
  leaving: ['closed'],
  closed: [],
};

/** @throws SessionError 1015 if `next` does not follow `state`. */
export function requireStep(state: MessagingState, next: MessagingState): void {
  if (steps[state].includes(next)) return;
  const message = `a messaging socket cannot become ${next} while it is ${state}`;
  throw new SessionError(ErrorCode.SessionIllegalState, message);
}
