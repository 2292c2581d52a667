/** Types of Rumor frames (protocol §5). 5 and 6 are unknown and, like all others, ignored. */
export const frameType = {
  subscribe: 0,
  unsubscribe: 1,
  message: 2,
  connect: 3,
  disconnect: 4,
  ping: 7,
  pong: 8,
  status: 9,
} as const;

/** Size of the length field, which does not count itself. */
export const lengthBytes = 4;

/** A decoded Rumor frame. */
export interface Frame {
  /** One of `frameType`, or an unknown number 0–255. */
  readonly type: number;
  readonly addresses: readonly string[];
  /** A Map, so that no key can reach an object's prototype. A repeated key has its last value. */
  readonly headers: ReadonlyMap<string, string>;
  readonly payload: string;
}

/** What `encodeFrame` takes: a `Frame`, or just the parts that are not empty. */
export interface FrameInit {
  readonly type: number;
  readonly addresses?: readonly string[];
  readonly headers?: Iterable<readonly [name: string, value: string]>;
  readonly payload?: string;
}

export interface FrameOptions {
  /** Largest frame, bytes including the 4 length bytes. Default `limits.frameBytes` (64 KiB). */
  readonly maxFrameBytes?: number | undefined;
}

export interface DecodeFrameOptions extends FrameOptions {
  /** Check the length field against the message's size. Default true. */
  readonly checkLength?: boolean | undefined;
}
