import type { PeerFields } from './session-objects.js';

/** Which peer connection a negotiation message is for. */
export interface MediaTarget {
  readonly streamId: string;
  /** Absent when a routed publisher talks to the media router. */
  readonly subscriberId?: string;
  /** Empty if there are none. */
  readonly peer: PeerFields;
}

/** SDP, from a client to its peer (protocol §10). `pranswer` is read as `answer`. */
export interface DescriptionMessage extends MediaTarget {
  readonly kind: 'offer' | 'answer';
  readonly sdp: string;
}

export interface CandidateMessage extends MediaTarget {
  readonly kind: 'candidate';
  /** The `candidate:` line. */
  readonly candidate: string;
  /** Empty if none. */
  readonly sdpMid: string;
  readonly sdpMLineIndex: number;
}

export type JsepMessage = DescriptionMessage | CandidateMessage;

/** An application's signal. Sender: the packet's from-address, which is empty for the REST API. */
export interface SignalMessage {
  readonly kind: 'signal';
  readonly signalId: string;
  /** The only receiver; absent: everybody in the session, the sender too. */
  readonly to?: string;
  /** May be empty. */
  readonly type: string;
  /** May be empty. */
  readonly data: string;
}

/** Our force-mute extension: mutes all, or with `active` false ends that. Same both ways. */
export interface MuteSessionMessage {
  readonly kind: 'mute-session';
  readonly active: boolean;
  /** Ids of streams that stay unmuted. */
  readonly excluded: readonly string[];
}

/** Our force-mute extension: mutes one stream's sound. Same both ways. */
export interface MuteStreamMessage {
  readonly kind: 'mute-stream';
  readonly streamId: string;
}
