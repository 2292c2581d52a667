/** What a session is joined with. */
export interface Credentials {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly sessionId: string;
  readonly token: string;
}

const storageKey = 'webrtc-session';

/**
 * Exchanges the code in the page's URL, which is good for one time, for credentials; they are kept for as long as the tab
 * lives, so that it can be reloaded. Undefined if there is neither a code nor something kept.
 *
 * @throws Error with the server's words if the code is of no use any more.
 */
export async function findCredentials(): Promise<Credentials | undefined> {
  const code = location.hash.slice(1);
  if (code === '') return keptCredentials();
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  const answer = (await response.json()) as Omit<Credentials, 'apiUrl'> & { message?: string };
  // A used code in the address bar would only fail the next time.
  history.replaceState(null, '', location.pathname);
  if (!response.ok) {
    const kept = keptCredentials();
    if (kept) return kept;
    throw new Error(answer.message ?? `the server answered ${response.status}`);
  }
  const credentials = { ...answer, apiUrl: location.origin };
  keepCredentials(credentials);
  return credentials;
}

export function keepCredentials(credentials: Credentials): void {
  sessionStorage.setItem(storageKey, JSON.stringify(credentials));
}

function keptCredentials(): Credentials | undefined {
  const text = sessionStorage.getItem(storageKey);
  return text === null ? undefined : (JSON.parse(text) as Credentials);
}
