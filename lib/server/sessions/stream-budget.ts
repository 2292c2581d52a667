import type { StreamInfo } from '../../protocol/index.js';
import { status } from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import { RequestRejected } from './request-rejected.js';
import { streamBytes } from './session-index.js';
import type { Session } from './session.js';

/** A first stream of this size is let in however much others have used up. Ours take about 400 bytes. */
const guaranteedBytes = 2048;

/**
 * Every stream is part of the state that each newcomer reads, so what exceeds a budget is refused to its publisher.
 *
 * @throws RequestRejected 409.
 */
export function checkStreamBudget(
  { index, streams, unannounced }: Session,
  asked: StreamInfo,
  limits: ServerLimits,
): void {
  const { connectionId } = asked;
  const own = index.streamsOf(connectionId).size;
  const bytes = streamBytes(asked);
  if (own >= limits.streamsPerConnection) {
    throw new RequestRejected(status.conflict, 'the connection publishes too many streams');
  }
  if (index.streamBytesOf(connectionId) + bytes > limits.streamBytesPerConnection) {
    throw new RequestRejected(status.conflict, "the connection's streams have too much to say");
  }
  if (own === 0 && bytes <= guaranteedBytes) return;
  if (streams.size + unannounced.size >= limits.streamsPerSession) {
    throw new RequestRejected(status.conflict, 'the session has too many streams');
  }
  if (index.streamBytes + bytes > limits.streamBytesPerSession) {
    throw new RequestRejected(status.conflict, "the session's streams have too much to say");
  }
}
