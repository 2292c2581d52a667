import { useEffect, useState } from 'preact/hooks';
import { findCredentials, keepCredentials, type Credentials } from '../model/credentials.js';
import { CredentialsForm } from './credentials-form.js';
import { RoomView } from './room-view.js';

type Entry =
  | { readonly kind: 'looking' }
  | { readonly kind: 'asking'; readonly problem?: string }
  | { readonly kind: 'joined'; readonly credentials: Credentials };

/** Finds out what to join, then shows it. */
export function App() {
  const [entry, setEntry] = useState<Entry>({ kind: 'looking' });
  useEffect(() => {
    const look = async (): Promise<void> => {
      const credentials = await findCredentials();
      setEntry(credentials ? { kind: 'joined', credentials } : { kind: 'asking' });
    };
    look().catch((error: unknown) => {
      setEntry({ kind: 'asking', problem: error instanceof Error ? error.message : String(error) });
    });
  }, []);

  if (entry.kind === 'looking') return <p class="notice">Joining …</p>;
  if (entry.kind === 'joined') return <RoomView credentials={entry.credentials} />;
  return (
    <CredentialsForm
      {...(entry.problem === undefined ? {} : { problem: entry.problem })}
      onSubmit={(credentials) => {
        keepCredentials(credentials);
        setEntry({ kind: 'joined', credentials });
      }}
    />
  );
}
