import { useEffect, useRef } from 'preact/hooks';
import type { Room } from '../model/room.js';
import { formText } from './form-text.js';

/** What has happened, newest last, and a box to send a signal to everybody. */
export function LogPanel({ room }: { readonly room: Room }) {
  const list = useRef<HTMLOListElement>(null);
  const { length } = room.log;
  useEffect(() => {
    const element = list.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [length]);
  const send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const value = formText(event);
    await room.signal(value('type'), value('data'));
    form.querySelector<HTMLInputElement>('[name=data]')?.select();
  };
  return (
    <aside aria-label="Events and signals">
      <ol ref={list} role="log" aria-live="polite" tabIndex={0}>
        {room.log.map(({ at, text, failed }, index) => (
          <li key={index} class={failed ? 'failed' : ''}>
            <time>{at.toTimeString().slice(0, 8)}</time> {text}
          </li>
        ))}
      </ol>
      <form class="signal" aria-label="Signal" onSubmit={(event) => void send(event)}>
        <input name="type" aria-label="Signal type" placeholder="type" maxLength={128} />
        <input name="data" aria-label="Signal data" placeholder="signal to everybody" />
        <button type="submit" disabled={room.state !== 'connected'}>
          Send
        </button>
      </form>
    </aside>
  );
}
