import type { SessionServerOptions } from '../../../lib/server/index.js';
import { now } from '../clock.js';

/** What a server process is started with. */
export type ServerSetup = SessionServerOptions;

/** What a client process is started with. */
export interface ClientSetup {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
  /** Publishes a test pattern. */
  readonly publish?: { readonly width: number; readonly height: number; readonly fps: number };
}

/** What a client process can be asked for. */
export interface Request {
  readonly signal: string;
}

/** What the processes tell. */
export type Content =
  | { readonly kind: 'ready'; readonly url: string }
  /** An event of the session, publisher or subscriber. `detail`: an error's code, a reason. */
  | { readonly kind: 'event'; readonly name: string; readonly detail: string }
  | { readonly kind: 'signal'; readonly data: string }
  | { readonly kind: 'frame' };

/** `at`: when, on the clock that all processes share. */
export type Report = Content & { readonly at: number };

export type EventReport = Extract<Report, { readonly kind: 'event' }>;

/** For the child's side. */
export function report(content: Content): void {
  process.send?.({ ...content, at: now() });
}
