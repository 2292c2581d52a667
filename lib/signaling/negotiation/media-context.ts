import type { Log } from '../../common/log.js';
import type { ListenerErrorHandler } from '../../common/emitter.js';
import type { PeerConnectionConfig, PeerConnectionEngine } from '../../media/engine.js';
import { parseStatusPayload } from '../../protocol/messages/status-payload.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import type { SignalingConfig } from '../signaling-config.js';
import { peerConnectionConfig, type IceConfig } from './ice-config.js';
import type { Reply } from '../connection/messaging-types.js';
import type { SessionMessages } from '../connection/session-messages.js';
import type { Clock } from '../platform.js';

/** What every publication and subscription of a joined session works with. */
export interface MediaContext {
  readonly engine: PeerConnectionEngine;
  readonly ice: IceConfig;
  readonly config: SignalingConfig;
  readonly clock: Clock;
  readonly messages: SessionMessages;
  readonly info: SessionInfo;
  /** Of the area `media`. */
  readonly log: Log;
  readonly onListenerError: ListenerErrorHandler | undefined;
}

/** Peer connection settings from the reply to stream- or subscriber-create, else from the session info. */
export function configFromReply(
  { ice, info }: MediaContext,
  { payload }: Reply,
): PeerConnectionConfig {
  return peerConnectionConfig(ice, parseStatusPayload(payload).iceServers ?? info.iceServers);
}
