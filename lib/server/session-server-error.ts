/**
 * Why a session server could not start or do what it was asked for in process.
 *
 * - `address-in-use`, `address-unavailable`: the port is taken; the host is not one of this machine.
 * - `external-address`: the host is not loopback and `allowExternal` was not given.
 * - `projects-file`: the file cannot be read or does not hold projects.
 * - `tls`: certificate or key cannot be used.
 * - `router-missing`: the program of the media router is not installed.
 * - `router-failed`: it was started, and ended or did not get ready.
 * - `router-unreachable`: there is none at the URL.
 * - `router-unsuitable`: what is there is no Janus, is too old, or has no VideoRoom plugin.
 * - `router-refused`: it wants another secret.
 * - `page-missing`: the package has been built without the page.
 * - `unknown-project`, `unknown-session`: no such API key; no such session on this server.
 * - `not-offered`: e.g. archiving, which this server does not have, or a routed session without a media router.
 * - `too-many-sessions`: `limits.sessions` is reached.
 * - `no-signing-key`: tokens of an application can only be made with its private key.
 * - `closed`: the server was closed.
 */
export type SessionServerErrorCode =
  | 'address-in-use'
  | 'address-unavailable'
  | 'external-address'
  | 'projects-file'
  | 'tls'
  | 'router-missing'
  | 'router-failed'
  | 'router-unreachable'
  | 'router-unsuitable'
  | 'router-refused'
  | 'page-missing'
  | 'unknown-project'
  | 'unknown-session'
  | 'not-offered'
  | 'too-many-sessions'
  | 'no-signing-key'
  | 'closed';

/**
 * Failure of {@link createSessionServer} or of a method of the server it makes. Options of a wrong
 * type or out of range are `TypeError` and `RangeError` instead. Never contains a token or secret.
 */
export class SessionServerError extends Error {
  override readonly name = 'SessionServerError';
  readonly code: SessionServerErrorCode;

  constructor(code: SessionServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
