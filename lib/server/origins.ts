/** `loopback`: every page of this machine. */
export type AllowedOrigins = '*' | 'loopback' | readonly string[];

/** Whether a browser page of this origin may use the server. Others than browsers send none. */
export function isAllowedOrigin(allowed: AllowedOrigins, origin: string | undefined): boolean {
  if (allowed === '*' || origin === undefined) return true;
  if (allowed !== 'loopback') return allowed.includes(origin);
  return URL.canParse(origin) && isLoopback(new URL(origin).hostname.replace(/^\[|\]$/g, ''));
}

/** Whether only this machine has the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
