/** Whether a browser page of this origin may use the server. Others than browsers send none. */
export function isAllowedOrigin(
  allowed: '*' | readonly string[],
  origin: string | undefined,
): boolean {
  return allowed === '*' || origin === undefined || allowed.includes(origin);
}
