import { isIP } from 'node:net';
import * as v from 'valibot';
import {
  fullListOf,
  integer,
  oneOf,
  optional,
  optionsOf,
  rule,
  secret,
  text,
  urlOf,
  type Schema,
} from '../common/validation/index.js';

/** What can be agreed on with a media router. */
export type VideoCodec = 'vp8' | 'vp9' | 'h264' | 'av1';

/** Janus as media router. All are optional. */
export interface JanusOptions {
  /** WebSocket of a Janus that runs, `ws://` or `wss://`. Default: one is started, and ends with the server. */
  readonly url?: string;
  /** `api_secret` of the Janus at `url`. Default none. */
  readonly apiSecret?: string;
  /** `admin_key` of VideoRoom in the Janus at `url`, without which it makes no rooms. Default none. */
  readonly adminKey?: string;
  /** The program that is started, by name or absolute path. Default `janus`. */
  readonly command?: string;
  /**
   * Addresses or network interfaces at which the Janus that is started takes media. Default all. Janus never takes loopback,
   * unless there is nothing else: clients on the same machine reach it at the machine's other addresses.
   */
  readonly mediaAddresses?: readonly string[];
  /** Address that clients are told instead of these, behind a 1:1 NAT. */
  readonly publicAddress?: string;
  /** UDP ports for media of the Janus that is started, from 1024 on, one for each peer connection. Default any. */
  readonly mediaPorts?: { readonly first: number; readonly last: number };
  /** Codecs that streams may have; of those that a publisher offers, it has the one that is offered first. Default all. */
  readonly videoCodecs?: readonly VideoCodec[];
}

/** `'janus'`: one is started. A URL: the one that runs there. */
export type RouterOption = 'janus' | JanusOptions | (string & {});

/** With what has a default filled in. */
export type ResolvedRouter = JanusOptions & Required<Pick<JanusOptions, 'command' | 'videoCodecs'>>;

const url = urlOf('ws:', 'wss:');

/** What may stand in Janus' configuration, where quotes would end a text. */
const addressOrInterface = v.pipe(
  text,
  rule((name) => /^[\w.:-]+$/.test(name), 'must be an address or the name of a network interface'),
);

const ipAddress = v.pipe(
  text,
  rule((address) => isIP(address) !== 0, 'must be an IP address'),
);

const port = integer(1024, 65_535);

const codecs = ['vp8', 'vp9', 'h264', 'av1'] as const satisfies VideoCodec[];

const forOneStarted = ['command', 'mediaAddresses', 'publicAddress', 'mediaPorts'] as const;
const forOneAttached = ['apiSecret', 'adminKey'] as const;

const janusOptions = v.pipe(
  optionsOf({
    url: optional(url),
    apiSecret: optional(secret),
    adminKey: optional(secret),
    command: optional(text),
    mediaAddresses: optional(fullListOf(addressOrInterface)),
    publicAddress: optional(ipAddress),
    mediaPorts: optional(
      v.pipe(
        optionsOf({ first: port, last: port }),
        rule(({ first, last }) => first <= last, 'must not end before it begins'),
      ),
    ),
    videoCodecs: optional(fullListOf(oneOf(...codecs))),
  }),
  // Otherwise they would be ignored, and somebody would wonder.
  rule<JanusOptions>(
    (options) => misplaced(options) === undefined,
    (options) => {
      const other = options.url === undefined ? 'needs a url' : 'cannot be given with a url';
      return `has ${misplaced(options) ?? ''}, which ${other}`;
    },
    { isType: true },
  ),
);

const routerName: Schema<JanusOptions> = v.pipe(
  text,
  rule(
    (name) => name === 'janus' || v.is(url, name),
    'must be "janus" or a URL that begins with ws:// or wss://',
  ),
  v.transform((name) => (name === 'janus' ? {} : { url: name })),
);

/** The option `router` of a server. */
export const routerSchema: Schema<ResolvedRouter> = v.pipe(
  v.lazy((given): Schema<JanusOptions> => (typeof given === 'object' ? janusOptions : routerName)),
  v.transform((options) => ({ command: 'janus', videoCodecs: codecs, ...options })),
);

function misplaced(options: JanusOptions): string | undefined {
  const names = options.url === undefined ? forOneAttached : forOneStarted;
  return names.find((name) => options[name] !== undefined);
}
