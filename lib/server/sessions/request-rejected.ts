/** A well-formed request that is not granted. Whoever throws it has changed nothing. */
export class RequestRejected extends Error {
  override readonly name = 'RequestRejected';
  /** STATUS header or HTTP status to answer with. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
