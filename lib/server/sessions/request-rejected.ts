/** A well-formed request that is not granted. Whoever throws it has changed nothing. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** STATUS header or HTTP status to answer with. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
