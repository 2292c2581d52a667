/** Janus said no: an error of its core (4xx) or of the VideoRoom plugin. */
export class JanusRefusal extends Error {
  override readonly name = 'JanusRefusal';
  readonly code: number;

  constructor(code: number, reason: string) {
    super(`${reason} (Janus ${code})`);
    this.code = code;
  }
}

/** Janus was not reached, or its answer was not: whether it did what it was asked for is not known. */
export class JanusLost extends Error {
  override readonly name = 'JanusLost';
}

/** The server closes, and its router with it. */
export class RouterClosed extends Error {
  override readonly name = 'RouterClosed';

  constructor() {
    super('the media router is closed');
  }
}
