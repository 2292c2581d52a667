import { pino } from 'pino';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { isId, limits } from '../protocol/index.js';
import { SessionServerError } from './session-server-error.js';
import { defaultLimits, defaultTimers } from './server-limits.js';
import type { ServerLimits, ServerTimers } from './server-limits.js';
import type {
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
  readonly projects: readonly Project[] | undefined;
  readonly projectsFile: string | undefined;
  readonly autoCreateSessions: boolean;
  readonly allowedOrigins: '*' | readonly string[];
  readonly turn: Required<TurnOptions> | undefined;
  readonly iceServers: readonly StaticIceServer[];
  readonly limits: ServerLimits;
  readonly timers: ServerTimers;
  readonly logger: Logger;
}

const dayInSeconds = 24 * 60 * 60;
const text = v.pipe(v.string(), v.nonEmpty('must not be empty'));

/** Shape of a project in options and in a projects file. */
export const projectSchema = v.pipe(
  v.union(
    [
      v.strictObject({ apiKey: v.string(), secret: text }),
      v.strictObject({
        applicationId: v.string(),
        publicKey: text,
        privateKey: v.exactOptional(text),
      }),
    ],
    'must have apiKey and secret, or applicationId and publicKey',
  ),
  v.check(
    (project) => isProjectKey('apiKey' in project ? project.apiKey : project.applicationId),
    `must have an apiKey or applicationId of 1-${limits.projectKeyChars} characters A-Z a-z 0-9 - _ .`,
  ),
);

const iceUrls = (scheme: RegExp) =>
  v.pipe(
    v.array(v.pipe(v.string(), v.regex(scheme, `must begin with ${scheme.source}`))),
    v.minLength(1, 'must not be empty'),
  );

const count = v.pipe(
  v.number(),
  v.integer('must be an integer'),
  v.minValue(1, 'must be at least 1'),
  // The largest delay of a timer; larger ones fire at once.
  v.maxValue(2 ** 31 - 1, 'must be below 2^31'),
);

const counts = <K extends string>(defaults: Readonly<Record<K, number>>) =>
  v.strictObject(
    Object.fromEntries(
      Object.entries<number>(defaults).map(([name, value]) => [name, v.optional(count, value)]),
    ) as Record<K, v.OptionalSchema<typeof count, number>>,
  );

const optionsSchema = v.strictObject({
  host: v.optional(text, '127.0.0.1'),
  port: v.optional(
    v.pipe(
      v.number(),
      v.integer('must be an integer'),
      v.minValue(0, 'must be 0-65535'),
      v.maxValue(65_535, 'must be 0-65535'),
    ),
    0,
  ),
  allowExternal: v.optional(v.boolean(), false),
  publicUrl: v.optional(v.pipe(v.string(), v.check(isBaseUrl, 'must be http(s)://host[:port]'))),
  projects: v.optional(v.pipe(v.array(projectSchema), v.minLength(1, 'must not be empty'))),
  projectsFile: v.optional(text),
  autoCreateSessions: v.optional(v.boolean(), false),
  allowedOrigins: v.optional(v.union([v.literal('*'), v.array(text)]), '*'),
  turn: v.optional(
    v.strictObject({
      urls: iceUrls(/^turns?:/),
      secret: text,
      ttlSeconds: v.optional(count, dayInSeconds),
    }),
  ),
  iceServers: v.optional(
    v.array(
      v.strictObject({
        urls: iceUrls(/^(stun|turn)s?:/),
        username: v.exactOptional(v.string()),
        credential: v.exactOptional(v.string()),
      }),
    ),
    [],
  ),
  limits: v.optional(counts({ ...defaultLimits }), {}),
  timers: v.optional(counts({ ...defaultTimers }), {}),
  logger: v.optional(v.custom<Logger>(isLogger, 'must be a pino logger')),
});

/**
 * @throws TypeError or RangeError naming the option.
 * @throws SessionServerError `external-address`.
 */
export function resolveOptions(options: SessionServerOptions): ResolvedOptions {
  const { allowExternal, publicUrl, logger, ...rest } = checkOptions(optionsSchema, options);
  if (!allowExternal && !isLoopback(rest.host)) {
    throw new SessionServerError(
      'external-address',
      `host ${rest.host} is not loopback: others could reach the server; allowExternal: true permits that`,
    );
  }
  return {
    ...rest,
    publicUrl: publicUrl === undefined ? undefined : new URL(publicUrl),
    projects: rest.projects,
    projectsFile: rest.projectsFile,
    turn: rest.turn,
    logger: logger ?? pino({ level: 'silent' }),
  };
}

/**
 * What a schema makes of arguments from our own process.
 *
 * @throws TypeError for a wrong type, RangeError for a wrong value; the message names the field.
 */
export function checkOptions<T>(schema: v.GenericSchema<unknown, T>, input: unknown): T {
  const result = v.safeParse(schema, input, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? 'options';
  // Never the value itself, which may be a secret.
  if (issue.kind === 'validation') throw new RangeError(`${field} ${issue.message}`);
  if (issue.expected === 'never') throw new TypeError(`${field} is not an option`);
  const isOurs = issue.expected === null || issue.message.startsWith('must ');
  throw new TypeError(`${field} ${isOurs ? issue.message : `must be ${issue.expected}`}`);
}

/** A key is part of session ids, in which `~` separates, and of URIs. */
function isProjectKey(text: string): boolean {
  return isId(text) && text.length <= limits.projectKeyChars && !text.includes('~');
}

function isBaseUrl(text: string): boolean {
  return /^https?:\/\/[^/?#@]+\/?$/.test(text) && URL.canParse(text);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function isLogger(value: unknown): boolean {
  const methods = ['debug', 'info', 'warn', 'error', 'child'];
  if (typeof value !== 'object' || value === null) return false;
  return methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}
