/**
 * What signalling needs of the platform it runs on. Node gives `ws` and a proxy-aware `fetch`, a browser its own
 * `WebSocket` and `fetch`, tests give fakes.
 */

/** A listener property of a {@link WebSocketLike}. Declared as a method so that narrower event types fit. */
interface EventHandler<Event> {
  handle(event: Event): unknown;
}

type On<Event> = EventHandler<Event>['handle'] | null;

/** The part of the W3C `WebSocket` that is used. A browser's `WebSocket` and the npm package `ws` fit as they are. */
export interface WebSocketLike {
  /** Set to `'arraybuffer'` before the first message. */
  binaryType: string;
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  /** Bytes handed to `send` that have not left yet. */
  readonly bufferedAmount: number;
  onopen: On<unknown>;
  onmessage: On<{ readonly data: unknown }>;
  /** An `error` is always followed by `close`. */
  onerror: On<unknown>;
  onclose: On<{ readonly code: number; readonly reason: string }>;
  send(data: Uint8Array<ArrayBuffer>): void;
  /** Sends what is buffered, then the close packet. */
  close(code?: number, reason?: string): void;
  /** Drops the connection without a handshake. A browser has no such thing; `close` has to do there. */
  terminate?(): void;
}

export interface WebSocketInit {
  /** HTTP headers of the opening handshake. A browser cannot set any and ignores them. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpInit {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** A redirect would carry the token to a host the user did not name. */
  readonly redirect: 'error';
}

/** The part of the WHATWG `Response` that is used. */
export interface HttpResponse {
  readonly status: number;
  text(): Promise<string>;
}

/** Time and timers. */
export interface Clock {
  /** Milliseconds on a clock that never goes back; its origin has no meaning. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  /** `handle` is what `setTimeout` returned; unknown or past handles are ignored. */
  clearTimeout(handle: unknown): void;
}

/** Everything that signalling takes from outside. */
export interface Platform {
  /** Starts to connect. May throw, e.g. for a URL it cannot read. */
  createWebSocket(url: string, init: WebSocketInit): WebSocketLike;
  /** A GET request. Rejects if there is no response. */
  fetch(url: string, init: HttpInit): Promise<HttpResponse>;
  readonly clock: Clock;
  /** At least 0, less than 1. Spreads reconnection attempts; nothing secret comes from it. */
  random(): number;
}

/** The clock of every current JavaScript platform. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => {
    clearTimeout(handle as ReturnType<typeof setTimeout>);
  },
};
