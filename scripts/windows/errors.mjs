/**
 * A failure that the person at the keyboard can act on: which step, why, what to do about it and
 * where the full output is.
 */
export class StepError extends Error {
  /**
   * @param {string} step Name of the step, for example `openssl: download`.
   * @param {string} reason What went wrong, one line.
   * @param {object} details
   * @param {string} details.remedy
   * @param {string} [details.log]
   * @param {boolean} [details.fatal] Whether trying another way is pointless, as on a full disk.
   * @param {unknown} [details.cause]
   */
  constructor(step, reason, { remedy, log, fatal = false, cause }) {
    super(reason, { cause });
    this.name = 'StepError';
    this.step = step;
    this.remedy = remedy;
    this.log = log;
    this.fatal = fatal;
  }

  /**
   * The block that the command line prints.
   *
   * @param {string} command npm script that failed.
   */
  report(command) {
    const lines = [
      `${command} failed`,
      `  step:   ${this.step}`,
      `  reason: ${this.message}`,
      `  remedy: ${this.remedy}`,
    ];
    if (this.log) lines.push(`  log:    ${this.log}`);
    return lines.join('\n');
  }
}

/**
 * Whether an error, or the end of a log, tells of a full disk. Compilers and make report it only
 * as text.
 *
 * @param {unknown} evidence
 */
export function isDiskFull(evidence) {
  if (typeof evidence === 'string') return /No space left on device|ENOSPC|EDQUOT/.test(evidence);
  return (
    evidence instanceof Error &&
    'code' in evidence &&
    ['ENOSPC', 'EDQUOT'].includes(`${evidence.code}`)
  );
}

/**
 * @param {string} step
 * @param {{ log?: string, cause?: unknown }} [details]
 */
export function diskFull(step, details = {}) {
  return new StepError(step, 'no space left on device', {
    remedy: 'free some disk space (a build from nothing needs about 5 GB) and run it again',
    fatal: true,
    ...details,
  });
}
