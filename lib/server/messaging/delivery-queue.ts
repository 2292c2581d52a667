const leastAtOnce = 8;

/** What there is to do for a session. */
interface Waiting {
  readonly runs: (() => void)[];
  /** Of the first that has not been done. */
  next: number;
}

/**
 * Gives each session its turn. What there is to do is done at once while that is little; once it has taken `sliceMs`
 * without the event loop coming around, the rest waits until it has, and the sessions take turns. So a session may have
 * much to say: it slows down itself, and the others wait for one slice.
 */
export class DeliveryQueue {
  readonly #sliceMs: number;
  /** By session id. The first session is next, one that has nothing to do is not there. */
  readonly #sessions = new Map<string, Waiting>();
  #isRunning = false;
  /** When enough has been done until the event loop has come around; undefined if nothing has. */
  #sliceEnd: number | undefined;
  /** How much has been done in this slice. */
  #done = 0;

  constructor(sliceMs: number) {
    this.#sliceMs = sliceMs;
  }

  /** How much waits for a session's turn. */
  waiting(sessionId: string): number {
    const waiting = this.#sessions.get(sessionId);
    return waiting === undefined ? 0 : waiting.runs.length - waiting.next;
  }

  /** Done in the order of the calls for a session, also by what is done itself. */
  add(sessionId: string, run: () => void): void {
    const waiting = this.#sessions.get(sessionId);
    if (waiting === undefined) this.#sessions.set(sessionId, { runs: [run], next: 0 });
    else waiting.runs.push(run);
    if (!this.#isRunning) this.#runSlice();
  }

  #runSlice(): void {
    if (this.#sliceEnd === undefined) {
      this.#sliceEnd = performance.now() + this.#sliceMs;
      this.#done = 0;
      setImmediate(() => {
        this.#sliceEnd = undefined;
        if (this.#sessions.size > 0) this.#runSlice();
      });
    }
    this.#isRunning = true;
    try {
      // A few at least, however slow the machine is: what one request leads to is mostly done at once.
      for (; this.#sessions.size > 0; this.#done++) {
        if (this.#done >= leastAtOnce && performance.now() >= this.#sliceEnd) break;
        this.#runNext();
      }
    } finally {
      this.#isRunning = false;
    }
  }

  #runNext(): void {
    const [first] = this.#sessions;
    if (first === undefined) return;
    const [sessionId, waiting] = first;
    const run = waiting.runs[waiting.next++];
    try {
      run?.();
    } finally {
      this.#sessions.delete(sessionId);
      // Behind the others.
      if (waiting.next < waiting.runs.length) this.#sessions.set(sessionId, compacted(waiting));
    }
  }
}

/** Lets go of what has been done, now and then: to move what remains each time would cost more the more there is. */
function compacted(waiting: Waiting): Waiting {
  if (waiting.next < 1024) return waiting;
  return { runs: waiting.runs.slice(waiting.next), next: 0 };
}
