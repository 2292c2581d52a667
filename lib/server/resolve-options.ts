import { pino } from 'pino';
import type { Logger } from 'pino';
import * as v from 'valibot';
import {
  boolean,
  check,
  either,
  fullListOf,
  hiddenString,
  iceUrls,
  integer,
  listOf,
  maxTimerMs,
  oneOf,
  optional,
  optionsOf,
  rule,
  secret,
  string,
  text,
  turnCredentials,
  type Schema,
} from '../common/validation/index.js';
import { isId, limits } from '../protocol/index.js';
import {
  createTrustedProxies,
  isAddressOrNetwork,
  type TrustedProxies,
} from './http/trusted-proxies.js';
import { isLoopback } from './origins.js';
import { SessionServerError } from './session-server-error.js';
import { routerSchema, type ResolvedRouter } from './router-options.js';
import { defaultLimits, defaultTimers } from './server-limits.js';
import type { ServerLimits, ServerTimers } from './server-limits.js';
import type {
  ApplicationProject,
  KeyProject,
  Project,
  SessionServerOptions,
  StaticIceServer,
  TurnOptions,
} from './server-options.js';

/** Options with everything checked and defaults filled in. */
export interface ResolvedOptions {
  readonly host: string;
  readonly port: number;
  readonly publicUrl: URL | undefined;
  readonly trustedProxies: TrustedProxies;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly projects: readonly Project[] | undefined;
  readonly projectsFile: string | undefined;
  readonly autoCreateSessions: boolean;
  readonly page: boolean;
  readonly allowedOrigins: '*' | 'loopback' | readonly string[];
  readonly router: ResolvedRouter | undefined;
  readonly withoutRouter: 'relay' | 'reject';
  readonly turn: Required<TurnOptions> | undefined;
  readonly iceServers: readonly StaticIceServer[];
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
}

const dayInSeconds = 24 * 60 * 60;

/** A key is part of session ids, in which `~` separates, and of URIs. */
const projectKey = v.pipe(
  string(),
  rule(
    (key) => isId(key) && key.length <= limits.projectKeyChars && !key.includes('~'),
    `must have 1-${limits.projectKeyChars} characters A-Z a-z 0-9 - _ .`,
  ),
);

const keyProject: Schema<KeyProject> = optionsOf({ apiKey: projectKey, secret });
const applicationProject: Schema<ApplicationProject> = optionsOf({
  applicationId: projectKey,
  publicKey: secret,
  privateKey: optional(secret),
});

const noProject: Schema<never> = v.custom<never>(
  () => false,
  'must have apiKey and secret, or applicationId and publicKey',
);

/** Shape of a project in options and in a projects file. */
export const projectSchema: Schema<Project> = v.lazy((given): Schema<Project> => {
  if (typeof given !== 'object' || given === null) return noProject;
  if ('apiKey' in given) return keyProject;
  return 'applicationId' in given ? applicationProject : noProject;
});

/** The largest is that of a timer, which fires at once when it gets more. */
const count = integer(1, maxTimerMs);

function counts<Counts extends object>(defaults: Counts): Schema<Counts> {
  const members = Object.entries<number>(defaults as Readonly<Record<string, number>>).map(
    ([name, value]) => [name, optional(count, value)] as const,
  );
  const schema = optionsOf(Object.fromEntries(members)) as Schema<unknown> as Schema<Counts>;
  return optional(schema, defaults);
}

const optionsSchema = optionsOf({
  host: optional(text, '127.0.0.1'),
  port: optional(integer(0, 65_535), 0),
  allowExternal: optional(boolean, false),
  publicUrl: optional(v.pipe(text, rule(isBaseUrl, 'must be http(s)://host[:port]'))),
  trustedProxies: optional(
    listOf(
      v.pipe(text, rule(isAddressOrNetwork, 'must be an address, or a network as 10.0.0.0/8')),
    ),
    [],
  ),
  tls: optional(optionsOf({ cert: text, key: secret })),
  projects: optional(fullListOf(projectSchema)),
  projectsFile: optional(text),
  autoCreateSessions: optional(boolean, false),
  page: optional(boolean, false),
  allowedOrigins: optional(
    either(oneOf('*', 'loopback'), listOf(text), '"*", "loopback" or an array of origins'),
    '*',
  ),
  router: optional(routerSchema),
  withoutRouter: optional(oneOf('relay', 'reject'), 'relay'),
  turn: optional(
    optionsOf({
      urls: iceUrls('turn', 'turns'),
      secret,
      ttlSeconds: optional(count, dayInSeconds),
    }),
  ),
  iceServers: optional(
    listOf(
      v.pipe(
        optionsOf({
          urls: iceUrls(),
          username: optional(string()),
          credential: optional(hiddenString),
        }),
        turnCredentials,
      ),
    ),
    [],
  ),
  limits: counts({ ...defaultLimits }),
  timers: counts({ ...defaultTimers }),
  logger: optional(v.custom<Logger>(isLogger, 'must be a pino logger')),
});

/**
 * @throws TypeError or RangeError naming the option.
 * @throws SessionServerError `external-address`.
 */
export function resolveOptions(options: SessionServerOptions): ResolvedOptions {
  const { allowExternal, publicUrl, logger, ...rest } = check(optionsSchema, options, 'options');
  if (!allowExternal && !isLoopback(rest.host)) {
    throw new SessionServerError(
      'external-address',
      `host ${rest.host} is not loopback: others could reach the server; allowExternal: true permits that`,
    );
  }
  return {
    ...rest,
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    trustedProxies: createTrustedProxies(rest.trustedProxies),
    tls: rest.tls,
    projects: rest.projects,
    projectsFile: rest.projectsFile,
    router: rest.router,
    turn: rest.turn,
    logger: logger ?? pino({ level: 'silent' }),
  };
}

function isBaseUrl(text: string): boolean {
  return /^https?:\/\/[^/?#@]+\/?$/.test(text) && URL.canParse(text);
}

function isLogger(value: unknown): boolean {
  const methods = ['debug', 'info', 'warn', 'error', 'child'];
  if (typeof value !== 'object' || value === null) return false;
  return methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}
