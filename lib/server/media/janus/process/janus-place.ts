/** How a Janus is reached. */
export interface JanusSite {
  /** `ws://`, `wss://` or `ws+unix:`. */
  readonly address: string;
  /** What it asks of everybody; undefined if nothing. */
  readonly apiSecret: string | undefined;
}

/** Where a Janus runs: on its own, or as a child of this process. */
export interface JanusPlace {
  /** Whether it may be on its way when it does not take connections. */
  readonly starts: boolean;
  /** Starts it, if that is needed and can be done. */
  locate(): Promise<JanusSite>;
  /** Why nothing is to be expected of it any more; undefined as long as something is. */
  readonly failure: string | undefined;
  /** It does not answer: what can be ended is ended, so that the next one takes its place. */
  discard(): Promise<void>;
  close(): Promise<void>;
}

/** A Janus that somebody else runs. */
export class ForeignJanus implements JanusPlace {
  readonly starts = false;
  readonly failure = undefined;
  readonly #site: JanusSite;

  constructor(site: JanusSite) {
    this.#site = site;
  }

  locate(): Promise<JanusSite> {
    return Promise.resolve(this.#site);
  }

  discard(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
