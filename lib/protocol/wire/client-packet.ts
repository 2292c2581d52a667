import { ProtocolError } from '../protocol-error.js';
import { frameType } from './packet-format.js';
import type { Frame } from './packet-format.js';
import { frameHeaders, isServerAddress } from './header-names.js';
import type { FrameHeaderNames } from './header-names.js';
import { limits } from '../protocol-limits.js';
import { isId } from '../ids.js';

/** What a client's frame means to the server. */
export type ClientFrame =
  | {
      readonly type: 'connect';
      /** Never a server address. */
      readonly connectionId: string;
      /** Some clients send none and want no reply. */
      readonly transactionId: string | undefined;
    }
  | { readonly type: 'subscribe' | 'unsubscribe'; readonly topics: readonly string[] }
  | {
      readonly type: 'message';
      readonly to: readonly string[];
      /** As claimed; the server knows better. */
      readonly from: string | undefined;
      readonly transactionId: string | undefined;
      readonly token: string | undefined;
      /** For `parseClientMessage`. */
      readonly payload: string;
    }
  | { readonly type: 'disconnect' }
  | { readonly type: 'ping' }
  | { readonly type: 'acknowledge'; readonly transactionId: string | undefined }
  /** To be ignored. */
  | { readonly type: 'unknown'; readonly code: number };

/** @throws ProtocolError `frame-header` if a header is missing or malformed. */
export function parseClientFrame(
  frame: Frame,
  names: FrameHeaderNames = frameHeaders,
): ClientFrame {
  const transactionId = frame.headers.get(names.transactionId);
  if (transactionId !== undefined) checkLength(names.transactionId, transactionId);
  switch (frame.type) {
    case frameType.connect:
      return { type: 'connect', connectionId: connectionId(frame, names), transactionId };
    case frameType.subscribe:
      return { type: 'subscribe', topics: frame.addresses };
    case frameType.unsubscribe:
      return { type: 'unsubscribe', topics: frame.addresses };
    case frameType.message:
      return {
        type: 'message',
        to: frame.addresses,
        from: frame.headers.get(names.from),
        transactionId,
        token: frame.headers.get(names.token),
        payload: frame.payload,
      };
    case frameType.disconnect:
      return { type: 'disconnect' };
    case frameType.ping:
      return { type: 'ping' };
    case frameType.status:
      return { type: 'acknowledge', transactionId };
    default:
      return { type: 'unknown', code: frame.type };
  }
}

function connectionId(frame: Frame, names: FrameHeaderNames): string {
  const id = frame.headers.get(names.connectionId);
  // A connection that calls itself symphony.x would be taken for the server by others.
  if (id === undefined || !isId(id) || isServerAddress(id)) {
    throw new ProtocolError(
      'frame-header',
      `header ${names.connectionId} must be a connection id of 1-${limits.idChars} characters A-Z a-z 0-9 - _ . ~`,
      { field: names.connectionId },
    );
  }
  return id;
}

function checkLength(name: string, value: string): void {
  if (value === '' || value.length > limits.idChars) {
    throw new ProtocolError(
      'frame-header',
      `header ${name} has ${value.length} characters, 1-${limits.idChars} are allowed`,
      { field: name },
    );
  }
}
