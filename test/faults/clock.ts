/**
 * Milliseconds on the clock that all processes of this machine share and nobody sets: unlike the time of day, it does not
 * jump while something is measured.
 */
export function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
