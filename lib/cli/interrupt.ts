/** Ctrl-C and its like as an `AbortSignal`. */
export interface Interrupt extends Disposable {
  readonly signal: AbortSignal;
  /** What the process should exit with once it is interrupted: 128 + the signal's number. */
  readonly exitCode: number | undefined;
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * The first signal aborts, so that everything can be closed in order. A second one ends the process at once:
 * whoever presses Ctrl-C twice does not want to wait. `onForce` runs before that, to end what would be left behind.
 */
export function watchInterrupt(onForce?: () => void): Interrupt {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const listeners = Object.entries(signals).map(([name, code]) => {
    const listener = (): void => {
      if (exitCode !== undefined) {
        onForce?.();
        process.exit(code);
      }
      exitCode = code;
      controller.abort(new Error(`interrupted by ${name}`));
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    get exitCode() {
      return exitCode;
    },
    [Symbol.dispose]() {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}
