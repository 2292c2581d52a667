import * as v from 'valibot';
import { fullListOf } from './objects.js';
import { rule } from './rules.js';
import type { Schema } from './schema.js';
import { mustBe } from './sentences.js';
import { shownValue } from './shown-value.js';

export type IceScheme = 'stun' | 'stuns' | 'turn' | 'turns';

const schemes: readonly IceScheme[] = ['stun', 'stuns', 'turn', 'turns'];

/** Scheme, host, port and transport (RFC 7064 §3.1, RFC 7065 §3.1). */
const form = /^([a-z]+):(\[[\d:a-f.]+\]|[\w.~%!-]+)(?::(\d+))?(\?transport=(?:udp|tcp))?$/i;

/**
 * The URL of an ICE server, its scheme in lower case. Engines reject what does not pass, but only when a peer connection
 * is made: in the middle of a call.
 */
export function iceUrl(...allowed: readonly IceScheme[]): Schema<string> {
  const list = allowed.length === 0 ? schemes : allowed;
  const begins = list
    .map((scheme) => `${scheme}:`)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' or ');
  return v.pipe(
    v.string(mustBe('a string')),
    rule(
      (url) => list.some((scheme) => scheme === schemeOf(url)),
      `must be a URL that begins with ${begins}`,
    ),
    rule(
      (url) => problemOf(url) === undefined,
      (url) => problemOf(url) ?? '',
    ),
    // libwebrtc knows no other, though case does not matter in a scheme (RFC 3986 §3.1).
    v.transform((url) => url.replace(/^[^:]*/, (scheme) => scheme.toLowerCase())),
  );
}

/** One or more of them. */
export function iceUrls(...allowed: readonly IceScheme[]): Schema<readonly string[]> {
  return fullListOf(iceUrl(...allowed));
}

/** Without them no peer connection can be made (W3C webrtc §4.2.2): better said here than in the middle of a call. */
export const turnCredentials = rule<{
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}>(
  ({ urls, username, credential }) =>
    Boolean(username && credential) || !urls.some((url) => url.startsWith('turn')),
  'must have a username and a credential, because it is a TURN server',
  { isType: true },
);

function schemeOf(url: string): string | undefined {
  return /^([a-z]+):/i.exec(url)?.[1]?.toLowerCase();
}

function problemOf(url: string): string | undefined {
  const [, scheme, host = '', port = '3478'] = form.exec(url) ?? [];
  if (scheme === undefined) {
    return /^\w+:[\da-f]*:[\da-f]*:/i.test(url)
      ? 'must have brackets around its IPv6 address, as turn:[2001:db8::1]:3478 has'
      : `must look like turn:host:port?transport=udp, got ${shownValue(url)}`;
  }
  if (host.startsWith('[') && !URL.canParse(`http://${host}`)) {
    return `must have an IPv6 address in its brackets, got ${shownValue(host)}`;
  }
  const isPort = Number(port) >= 1 && Number(port) <= 65_535;
  return isPort ? undefined : `must have a port from 1 to 65535, got ${port.slice(0, 16)}`;
}
