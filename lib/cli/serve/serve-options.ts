import { defaultLimits, defaultTimers } from '../../server/index.js';
import { choice, flag, number, table, text, type OptionValues } from '../command-options.js';

export const serveOptions = {
  host: text('ADDRESS', 'address to listen on (default 127.0.0.1)', '127.0.0.1'),
  port: number(
    'N',
    'port to listen on, 0 for any free one (default 8080)',
    { min: 0, max: 65_535 },
    8080,
  ),
  allowExternal: flag('allow an address that other machines reach'),
  publicUrl: text('URL', 'what clients reach the server by, behind a proxy (default: as they ask)'),
  trustedProxies: text(
    'LIST',
    'addresses and networks, with commas, of proxies whose X-Forwarded-Proto and -Host are believed',
  ),
  tlsCert: text('FILE', 'certificate chain, PEM; with --tls-key the server speaks HTTPS itself'),
  tlsKey: text('FILE', 'its private key, PEM'),
  page: flag('serve a page that shows and joins sessions, and print a link of it'),
  metrics: text(
    'ADDRESS:PORT',
    'where Prometheus reads metrics, e.g. 127.0.0.1:9100 (default: nowhere)',
  ),
  projects: text(
    'FILE',
    'JSON file { "projects": [{ "apiKey", "secret" }, …] } (default: one made up)',
  ),
  ice: text(
    'FILE',
    'JSON file { "turn": { "urls", "secret" }, "iceServers": [{ "urls" }, …] }, each optional:\n' +
      'a TURN server with its static-auth-secret, servers that clients get as they are (default: none)',
  ),
  router: text(
    'janus|URL',
    'media router of routed sessions: janus starts one, ws://… uses the one there (default: none)',
  ),
  withoutRouter: choice(
    ['relay', 'reject'],
    'what becomes of routed sessions without one: served relayed, or rejected (default relay)',
    'relay',
  ),
  autoCreateSessions: flag('serve every session id of a known project, not only those made here'),
  limit: table('a limit', defaultLimits),
  timer: table('a time, milliseconds', defaultTimers),
  logLevel: choice(
    ['silent', 'error', 'warn', 'info', 'debug', 'trace'],
    'what is logged to stderr (default info)',
    'info',
  ),
  json: flag('print url, keys and tokens as one JSON object'),
};

export type ServeOptions = OptionValues<typeof serveOptions>;
