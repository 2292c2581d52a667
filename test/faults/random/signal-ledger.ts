import type { Session } from '../../../lib/client/session.js';

/** One stay of a client in the session, from `connected` to `disconnected`. */
interface Stay {
  readonly name: string;
  /** Signals heard, by sender, as they came. */
  readonly heard: Map<string, number[]>;
  over: boolean;
}

interface Sent {
  readonly sender: string;
  readonly number: number;
  /** Who has to hear it, if they stay to the end. */
  readonly audience: readonly Stay[];
  accepted: boolean;
}

interface Ears {
  readonly session: Session;
  stay: Stay | undefined;
}

/** Keeps account of signals: who said what, who should have heard it, and who did. */
export class SignalLedger {
  readonly violations: string[] = [];
  readonly #ears: Ears[] = [];
  readonly #sent: Sent[] = [];
  #names = 0;

  /** From now on this session's signals are counted. Names it. */
  listen(session: Session): string {
    const name = `client ${++this.#names}`;
    const ears: Ears = { session, stay: undefined };
    this.#ears.push(ears);
    session.on('connected', () => {
      ears.stay = { name, heard: new Map(), over: false };
    });
    session.on('disconnected', () => {
      if (ears.stay) ears.stay.over = true;
    });
    session.on('signal', ({ data }) => {
      const [sender = '', number = ''] = data.split('#');
      if (ears.stay) this.#hear(ears.stay, sender, Number(number));
    });
    return name;
  }

  /** Makes up the text of a signal; `settled` is to be called with what became of it. */
  send(
    sender: string,
    to: Session | undefined,
  ): { readonly data: string; readonly accepted: () => void } {
    const audience = this.#ears.flatMap(({ session, stay }) => {
      const present = stay && !stay.over && ['connected', 'reconnecting'].includes(session.state);
      return present && (to === undefined || to === session) ? [stay] : [];
    });
    const sent: Sent = { sender, number: this.#sent.length, audience, accepted: false };
    this.#sent.push(sent);
    return { data: `${sender}#${sent.number}`, accepted: () => (sent.accepted = true) };
  }

  /** Accepted signals that somebody who was there all the time has not heard. */
  missing(): string[] {
    const present = new Set(
      this.#ears.map(({ session, stay }) => {
        return session.state === 'connected' ? stay : undefined;
      }),
    );
    return this.#sent.flatMap(({ sender, number, audience, accepted }) =>
      audience
        .filter((stay) => accepted && present.has(stay) && !stay.over)
        .filter((stay) => !stay.heard.get(sender)?.includes(number))
        .map((stay) => `${stay.name} has not heard #${number} of ${sender}`),
    );
  }

  #hear(stay: Stay, sender: string, number: number): void {
    const heard = stay.heard.get(sender) ?? [];
    stay.heard.set(sender, heard);
    const last = heard.at(-1) ?? -1;
    if (number <= last) {
      this.violations.push(`${stay.name} heard #${number} of ${sender} after #${last}`);
    }
    heard.push(number);
  }
}
