import { currentPlatform } from './client-platform.js';
import { ErrorCode, SessionError, type ErrorSource } from '../common/session-error.js';
import { report } from './internal.js';
import { log } from '../common/logger.js';
import { Operation } from '../common/operation.js';
import { isCancellation } from '../signaling/connection/cancellation.js';
import { TypedEvents, type EventNames } from '../common/typed-events.js';

/** Failures that are not one already become a {@link SessionError} with the original as its cause. */
function sessionError(error: unknown, source: ErrorSource): SessionError {
  if (error instanceof SessionError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new SessionError(ErrorCode.InternalError, text, { source, cause: error });
}

/** Warns of an error that nobody listens for: it would go unnoticed otherwise. */
function warn(error: SessionError): void {
  currentPlatform().warn({
    message: error.message,
    code: error.codeName,
    detail: `Error ${error.code} of a ${error.source}. Listen for its 'error' event, or await the operation.`,
  });
}

/** Events with an `error` among them, which warns when there is no listener, and operations that raise it. */
export abstract class ErrorReporter<
  Events extends { error: SessionError },
> extends TypedEvents<Events> {
  readonly #source: ErrorSource;
  #closed = false;

  constructor(source: ErrorSource, names: EventNames<Events>) {
    super(names);
    this.#source = source;
  }

  /** Raises `error`; false if nobody listens. */
  [report](error: SessionError): boolean {
    log('warn', this.#source, error.message, { code: error.code, codeName: error.codeName });
    return this.emit('error', error);
  }

  /** Raises `error` for a failure outside of any operation. */
  protected fail(error: unknown): void {
    if (this.#closed) return;
    const failure = sessionError(error, this.#source);
    if (!this[report](failure)) warn(failure);
  }

  /**
   * An operation whose failure is an `error` event as well as a rejection. When the application cancels it, by `signal` or
   * by ending what it belongs to, that is a rejection only. `reporterOf` says who raises the event, if not this
   * object.
   */
  protected operation<T>(
    work: () => Promise<T>,
    {
      signal,
      reporterOf,
    }: {
      signal?: AbortSignal | undefined;
      reporterOf?: (source: ErrorSource) => { [report](error: SessionError): boolean };
    } = {},
  ): Promise<T> {
    const begunClosed = this.#closed;
    let heard = false;
    return Operation.run(
      async () => {
        try {
          return await work();
        } catch (error) {
          if (isCancellation(error) || (signal?.aborted === true && error === signal.reason)) {
            heard = true;
            throw error;
          }
          const failure = sessionError(error, this.#source);
          heard = (reporterOf?.(failure.source) ?? this)[report](failure);
          throw failure;
        }
      },
      (error) => {
        // What an object was still doing when it was disposed does not matter any more.
        const abandoned = this.#closed && !begunClosed;
        if (error instanceof SessionError && !heard && !abandoned) warn(error);
      },
      (callback) => {
        currentPlatform().nextTurn(callback);
      },
    );
  }

  protected override closeEvents(): void {
    this.#closed = true;
    super.closeEvents();
  }
}
