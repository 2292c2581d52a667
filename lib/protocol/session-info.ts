import * as v from 'valibot';
import { urlOf } from '../common/validation/index.js';
import { ProtocolError } from './protocol-error.js';
import { parseJson } from './parse-json.js';
import { check } from './messages/check-message.js';
import { iceServersContent, iceServersSchema } from './messages/ice-servers.js';
import type { IceServer } from './messages/session-objects.js';
import { tolerant } from './messages/leniency.js';

/** What a client learns before it connects (protocol §2). */
export interface SessionInfo {
  readonly sessionId: string;
  /** API key, or application id. */
  readonly partnerId: string;
  /** WebSocket URL, to be used as given. */
  readonly messagingUrl: string;
  /** Rumor address of all requests. */
  readonly symphonyAddress: string;
  readonly mediaMode: 'relayed' | 'routed';
  /** Whether a lost messaging connection can be resumed (§11). */
  readonly reconnection: boolean;
  /** Whether ICE restarts are understood. */
  readonly renegotiation: boolean;
  /** Absent: the application may choose. */
  readonly simulcast?: boolean;
  readonly iceServers: readonly IceServer[];
  /** Seconds for which the ICE credentials hold. */
  readonly iceCredentialExpiration?: number;
  /** Extensions of our own server, e.g. `force-mute`. Empty from other servers. */
  readonly extensions: readonly string[];
}

/** The extension that mutes other clients' streams. */
export const forceMuteExtension = 'force-mute';

/** The extension that tells a publisher what a subscriber of a relayed session wants of its stream. */
export const subscriberPreferencesExtension = 'subscriber-preferences';

/** Body of a successful reply: a JSON array of one element. */
export function formatSessionInfo(info: SessionInfo): string {
  return JSON.stringify([
    {
      session_id: info.sessionId,
      partner_id: info.partnerId,
      project_id: info.partnerId,
      session_status: 'INFLIGHT',
      status_invalid: null,
      messaging_server_url: new URL(info.messagingUrl).hostname,
      messaging_url: info.messagingUrl,
      symphony_address: info.symphonyAddress,
      ice_servers: iceServersContent(info.iceServers),
      ice_credential_expiration: info.iceCredentialExpiration,
      properties: {
        p2p: { preference: { value: info.mediaMode === 'relayed' ? 'enabled' : 'disabled' } },
        reconnection: info.reconnection,
        renegotiation: info.renegotiation,
        simulcast: info.simulcast,
        extensions: info.extensions,
      },
    },
  ]);
}

/**
 * The session info in the body of a 200 reply.
 *
 * @param expectedKey The client's API key or application id; another one in the reply is an error.
 * @throws ProtocolError `session-info-*`, with the `sessionCode` of protocol §2.
 */
export function parseSessionInfo(body: string, expectedKey: string): SessionInfo {
  if (body.trim() === '') {
    throw new ProtocolError('session-info-empty', 'session info reply has no body');
  }
  const element = firstElement(body);
  throwIfRefused(element);
  const info = checkInfo(element);
  if (info.partnerId !== expectedKey) {
    throw new ProtocolError('session-info-key', 'session belongs to another API key', {
      field: 'partner_id',
    });
  }
  return info;
}

function firstElement(body: string): unknown {
  try {
    return check(v.tupleWithRest([v.unknown()], v.unknown()), parseJson(body), 'body')[0];
  } catch (cause) {
    throw malformed('is not a JSON array with an element', cause);
  }
}

function checkInfo(element: unknown): SessionInfo {
  try {
    return check(infoSchema, element, 'body[0]');
  } catch (cause) {
    throw malformed(
      cause instanceof ProtocolError ? `is wrong: ${cause.message}` : 'is wrong',
      cause,
    );
  }
}

const refusal = v.object({
  error: v.object({
    code: v.nullish(tolerant.integer(0, 9999)),
    errorMessage: v.nullish(v.object({ message: v.nullish(v.string()) })),
  }),
});

/** Some errors come with status 200, as an element that has only an `error`. */
function throwIfRefused(element: unknown): void {
  const result = v.safeParse(refusal, element);
  if (!result.success) return;
  const { code, errorMessage } = result.output.error;
  throw new ProtocolError(
    'session-info-refused',
    `session info refused: ${(errorMessage?.message ?? 'no reason given').slice(0, 200)}`,
    { sessionCode: code ?? undefined },
  );
}

const flag = v.nullish(tolerant.boolean, false);
const text = v.pipe(tolerant.text(Infinity), v.minLength(1));

const propertiesSchema = v.object({
  p2p: v.nullish(v.object({ preference: v.nullish(v.object({ value: v.nullish(v.string()) })) })),
  reconnection: flag,
  renegotiation: flag,
  simulcast: v.nullish(tolerant.boolean),
  extensions: v.nullish(tolerant.list(v.string(), Infinity), []),
});

const infoSchema = v.pipe(
  v.object({
    session_id: text,
    partner_id: text,
    messaging_url: urlOf('ws:', 'wss:'),
    symphony_address: text,
    ice_servers: v.nullish(iceServersSchema, []),
    ice_credential_expiration: v.nullish(tolerant.number(0, Infinity)),
    properties: v.nullish(propertiesSchema, {}),
  }),
  v.transform((wire): SessionInfo => {
    const { p2p, simulcast, ...properties } = wire.properties;
    const expiration = wire.ice_credential_expiration;
    return {
      sessionId: wire.session_id,
      partnerId: wire.partner_id,
      messagingUrl: wire.messaging_url,
      symphonyAddress: wire.symphony_address,
      mediaMode: p2p?.preference?.value === 'enabled' ? 'relayed' : 'routed',
      ...properties,
      ...(typeof simulcast === 'boolean' ? { simulcast } : {}),
      iceServers: wire.ice_servers,
      ...(typeof expiration === 'number' ? { iceCredentialExpiration: expiration } : {}),
    };
  }),
);

function malformed(problem: string, cause: unknown): ProtocolError {
  return new ProtocolError('session-info-malformed', `session info reply ${problem}`, {
    field: cause instanceof ProtocolError ? cause.field : undefined,
    cause,
  });
}
