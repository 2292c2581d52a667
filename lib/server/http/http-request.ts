import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';

/** A request whose route is known. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, as sent. Can hold a token: not for the log. */
  readonly url: string;
  /** The route's path, with names in the place of values: for the log. */
  readonly route: string;
  /** Values of the names in the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** What stands behind the question mark, decoded. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: IncomingHttpHeaders;
  /** As JSON or as a form; undefined if there is none. Read once the route's guards have let the request in. */
  readonly body: unknown;
  readonly socket: Socket;
  /** Sent with the reply, also with that of an error. */
  readonly replyHeaders: Record<string, string>;
  /** API key or application id of the project that makes a REST call; empty for other requests. */
  projectKey: string;
}

export interface HttpReply {
  /** Default 200, or 204 without a body. */
  readonly code?: number;
  /** By name, as HTTP has them. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is, with the `Content-Type` among the headers. */
  readonly body?: string | Uint8Array;
}

/** A value as JSON. */
export function json(value: unknown, { code = 200, headers = {} }: HttpReply = {}): HttpReply {
  const type = { 'Content-Type': 'application/json; charset=utf-8' };
  return { code, headers: { ...type, ...headers }, body: JSON.stringify(value) };
}

/** 204. */
export const noContent: HttpReply = {};
