import { frameType } from './packet-format.js';
import type { Frame } from './packet-format.js';
import { frameHeaders } from './header-names.js';
import type { FrameHeaderNames } from './header-names.js';

/** What a server's frame means to a client. */
export type ServerFrame =
  | {
      readonly type: 'message';
      /** To be copied into the acknowledgement. */
      readonly addresses: readonly string[];
      /** Connection id, `symphony.` address, or empty for a server-originated signal. */
      readonly from: string;
      readonly transactionId: string | undefined;
      /** For `parseServerMessage`. */
      readonly payload: string;
    }
  | {
      readonly type: 'status';
      readonly transactionId: string | undefined;
      /** 0 if the header is missing or not a number. */
      readonly status: number;
      /** Whether the status is 2xx; a missing one is an error. */
      readonly ok: boolean;
      /** For `parseStatusPayload`, if ok. */
      readonly payload: string;
    }
  | { readonly type: 'pong' }
  /** To be acknowledged if it has a transaction id, else ignored. */
  | {
      readonly type: 'unknown';
      readonly code: number;
      readonly addresses: readonly string[];
      readonly transactionId: string | undefined;
    };

/** Never throws: every frame has a meaning, if only `unknown`. */
export function parseServerFrame(
  frame: Frame,
  names: FrameHeaderNames = frameHeaders,
): ServerFrame {
  const { addresses, headers, payload } = frame;
  const transactionId = headers.get(names.transactionId);
  switch (frame.type) {
    case frameType.message:
      return {
        type: 'message',
        addresses,
        from: headers.get(names.from) ?? '',
        transactionId,
        payload,
      };
    case frameType.status: {
      const text = headers.get(names.status) ?? '';
      const status = /^\d{3}$/.test(text) ? Number(text) : 0;
      return { type: 'status', transactionId, status, ok: text.startsWith('2'), payload };
    }
    case frameType.pong:
      return { type: 'pong' };
    default:
      return { type: 'unknown', code: frame.type, addresses, transactionId };
  }
}
