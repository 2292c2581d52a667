/** What a shell gets from the command. */
export const ExitCode = {
  Ok: 0,
  /** Something went wrong while running. */
  Failure: 1,
  /** The command line itself is wrong. */
  Usage: 2,
  /** 128 + SIGINT, as shells have it. */
  Interrupted: 130,
} as const;

/** A failure that is told in one line, without a stack: the message says what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number = ExitCode.Failure;
}

/** A wrong command line; the message names the option. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  override readonly exitCode = ExitCode.Usage;
}

/** The text of anything that was thrown, with the causes that say more. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause === undefined) return error.message;
  const cause = messageOf(error.cause);
  return error.message.includes(cause) ? error.message : `${error.message}: ${cause}`;
}
