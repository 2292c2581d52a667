import { frameType } from './packet-format.js';
import type { Frame } from './packet-format.js';
import { frameHeaders, raptorContentType } from './header-names.js';

/** Contents of a MESSAGE frame, in either direction. */
export interface MessageFrameInit {
  /** Client: the server's address. Server: a topic or connection ids. */
  readonly to: readonly string[];
  /** Connection id or server address; empty for a server-originated signal. */
  readonly from: string;
  readonly transactionId: string;
  /** Made by `formatClientMessage` or `formatServerMessage`. */
  readonly payload: string;
  /** Client, on connection-create only. */
  readonly token?: string | undefined;
  /** Server, on the reply to a read: success is told in the MESSAGE itself. */
  readonly status?: number | undefined;
}

export interface StatusFrameInit {
  /** The connection that asked. */
  readonly to: readonly string[];
  /** Of the request. */
  readonly transactionId: string;
  readonly status: number;
  /** Made by `formatStatusPayload`; default empty. */
  readonly payload?: string | undefined;
}

export interface ConnectFrameInit {
  /** The client's own, chosen by itself. */
  readonly connectionId: string;
  readonly transactionId: string;
  /** The server's address, told when the socket goes away. */
  readonly notifyAddress: string;
}

/** First frame of a client. */
export function connectFrame(init: ConnectFrameInit, names = frameHeaders): Frame {
  return frame(frameType.connect, [], {
    headers: [
      [names.connectionId, init.connectionId],
      [names.transactionId, init.transactionId],
      [names.notifyAddress, init.notifyAddress],
    ],
  });
}

export function subscribeFrame(topics: readonly string[]): Frame {
  return frame(frameType.subscribe, topics);
}

export function unsubscribeFrame(topics: readonly string[]): Frame {
  return frame(frameType.unsubscribe, topics);
}

export function messageFrame(init: MessageFrameInit, names = frameHeaders): Frame {
  const headers: [string, string][] = [
    [names.contentType, raptorContentType],
    [names.transactionId, init.transactionId],
    [names.from, init.from],
  ];
  if (init.token !== undefined) headers.push([names.token, init.token]);
  if (init.status !== undefined) headers.push([names.status, String(init.status)]);
  return frame(frameType.message, init.to, { headers, payload: init.payload });
}

/** The server's answer to a request. */
export function statusFrame(init: StatusFrameInit, names = frameHeaders): Frame {
  return frame(frameType.status, init.to, {
    headers: [
      [names.transactionId, init.transactionId],
      [names.status, String(init.status)],
    ],
    payload: init.payload ?? '',
  });
}

/**
 * A client's acknowledgement of a frame that has a transaction id and is not a STATUS: the frame's
 * addresses come back, and there is no status header (protocol §7).
 */
export function acknowledgeFrame(
  init: { addresses: readonly string[]; transactionId: string; from: string },
  names = frameHeaders,
): Frame {
  return frame(frameType.status, init.addresses, {
    headers: [
      [names.transactionId, init.transactionId],
      [names.from, init.from],
    ],
  });
}

/** Clean leave; nothing is sent after it. */
export function disconnectFrame(): Frame {
  return frame(frameType.disconnect, []);
}

export function pingFrame(): Frame {
  return frame(frameType.ping, []);
}

export function pongFrame(): Frame {
  return frame(frameType.pong, []);
}

function frame(
  type: number,
  addresses: readonly string[],
  rest: { headers?: Iterable<readonly [string, string]>; payload?: string } = {},
): Frame {
  return { type, addresses, headers: new Map(rest.headers), payload: rest.payload ?? '' };
}
