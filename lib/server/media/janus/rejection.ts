import { status } from '../../../protocol/index.js';
import { RequestRejected } from '../../sessions/request-rejected.js';
import { JanusRefusal } from './connection/janus-error.js';

/** What Janus refuses is the client's fault, as a rule a description that it cannot use; everything else is not. */
export function rejectionOf(error: unknown): unknown {
  if (!(error instanceof JanusRefusal)) return error;
  return new RequestRejected(status.badRequest, `the media router refuses it: ${error.message}`);
}
