import findMyWay from 'find-my-way';
import type { HTTPMethod, HTTPVersion, Instance } from 'find-my-way';
import { status } from '../../protocol/index.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { HttpReply, HttpRequest } from './http-request.js';

export type HttpHandler = (request: HttpRequest) => HttpReply | Promise<HttpReply>;

/** Lets a request in, or throws. Runs before the body is read. */
export type HttpGuard = (request: HttpRequest) => void | Promise<void>;

export interface HttpRoute {
  /** With names in the place of values, such as `/session/:sessionId`. */
  readonly path: string;
  readonly guards: readonly HttpGuard[];
  readonly handler: HttpHandler;
}

export interface RouteMatch {
  readonly route: HttpRoute;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
}

/** Longest part of a path: session ids have over 100 characters. */
const maxParamLength = 512;

/** 414, which only a URL can be answered with. */
const uriTooLong = 414;

type Router = Instance<HTTPVersion.V1>;

const everyMethod: readonly HTTPMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Which handler a method and a path lead to. */
export class HttpRoutes {
  readonly #router: Router;
  readonly #prefix: string;
  readonly #guards: readonly HttpGuard[];

  constructor(router = createRouter(), prefix = '', guards: readonly HttpGuard[] = []) {
    this.#router = router;
    this.#prefix = prefix;
    this.#guards = guards;
  }

  /** Further routes of the same server, below a path and behind one more guard. */
  within(prefix: string, guard: HttpGuard): HttpRoutes {
    return new HttpRoutes(this.#router, this.#prefix + prefix, [...this.#guards, guard]);
  }

  /** Serves HEAD as well. */
  get(path: string, handler: HttpHandler): void {
    this.#add(['GET'], path, handler);
  }

  post(path: string, handler: HttpHandler): void {
    this.#add(['POST'], path, handler);
  }

  put(path: string, handler: HttpHandler): void {
    this.#add(['PUT'], path, handler);
  }

  delete(path: string, handler: HttpHandler): void {
    this.#add(['DELETE'], path, handler);
  }

  options(path: string, handler: HttpHandler): void {
    this.#add(['OPTIONS'], path, handler);
  }

  all(path: string, handler: HttpHandler): void {
    this.#add(everyMethod, path, handler);
  }

  /** @throws RequestRejected 400, 404 or 414, none of which quotes the URL. */
  find(method: string, url: string): RouteMatch {
    // HEAD is GET without the body, which Node leaves out.
    const asked = method === 'HEAD' ? 'GET' : method;
    const found = this.#router.find(asked as HTTPMethod, url);
    if (!found) throw new RequestRejected(status.notFound, 'no such resource');
    const { store, params, searchParams } = found as unknown as {
      readonly store: HttpRoute | null;
      readonly params: Record<string, string>;
      readonly searchParams: Record<string, string>;
    };
    // The router's own answer to a bad URL is a handler without a route.
    if (!store) throw badUrl(url);
    return { route: store, params: { ...params }, query: { ...searchParams } };
  }

  #add(methods: readonly HTTPMethod[], path: string, handler: HttpHandler): void {
    const route: HttpRoute = { path: this.#prefix + path, guards: this.#guards, handler };
    this.#router.on([...methods], route.path, unused, route);
  }
}

/** The router finds; calling is ours. */
function unused(): void {
  return undefined;
}

function createRouter(): Router {
  return findMyWay({
    // The server SDK for PHP asks for `…/stream/`.
    ignoreTrailingSlash: true,
    ...{ maxParamLength, onBadUrl: unused, onMaxParamLength: unused },
  });
}

function badUrl(url: string): RequestRejected {
  const path = url.split('?', 1)[0] ?? '';
  const long = path.split('/').some((part) => part.length > maxParamLength);
  const code = long ? uriTooLong : status.badRequest;
  return new RequestRejected(code, 'the URL is malformed or too long');
}
