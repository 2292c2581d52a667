import type { Credentials } from '../model/credentials.js';
import { formText } from './form-text.js';

interface CredentialsFormProps {
  /** Why the link did not do. */
  readonly problem?: string;
  readonly onSubmit: (credentials: Credentials) => void;
}

const fields = [
  ['apiKey', 'API key'],
  ['sessionId', 'Session id'],
  ['token', 'Token'],
] as const;

/** For whoever comes without a link. */
export function CredentialsForm({ problem, onSubmit }: CredentialsFormProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const value = formText(event);
    const [apiKey, sessionId, token] = [value('apiKey'), value('sessionId'), value('token')];
    onSubmit({ apiUrl: location.origin, apiKey, sessionId, token });
  };
  return (
    <main class="entry">
      <h1>Join a session</h1>
      {problem !== undefined && (
        <p role="alert" class="failed">
          {problem}: take a new link, or fill this in.
        </p>
      )}
      <form onSubmit={submit}>
        {fields.map(([name, label]) => (
          <label key={name}>
            {label}
            <input name={name} required autocomplete="off" spellcheck={false} />
          </label>
        ))}
        <button type="submit">Join</button>
      </form>
    </main>
  );
}
