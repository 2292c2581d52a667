import { StepError, diskFull, isDiskFull } from './errors.mjs';

/**
 * Runs a command line to its end; what goes wrong is told and becomes the exit code.
 *
 * @param {string} name npm script.
 * @param {() => Promise<void>} work
 */
export async function main(name, work) {
  try {
    await work();
  } catch (error) {
    console.error(explain(error, name));
    process.exitCode = 1;
  }
}

/**
 * What is printed of whatever went wrong.
 *
 * @param {unknown} error
 * @param {string} name npm script that failed.
 */
export function explain(error, name) {
  const failure = isDiskFull(error) ? diskFull('cache', { cause: error }) : error;
  if (failure instanceof StepError) return failure.report(name);
  if (failure instanceof Error && isAboutOptions(failure)) {
    return `${name}: ${failure.message}; --help lists the options`;
  }
  return failure;
}

/** @param {Error} error */
function isAboutOptions(error) {
  const unknown = 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS_');
  return unknown || /^--\w+ must be /.test(error.message);
}
