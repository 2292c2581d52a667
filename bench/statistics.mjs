/**
 * @param {readonly number[]} values at least one
 * @param {number} share 0–1
 * @returns {number} the smallest value that at least this share of the values does not exceed
 */
export function percentile(values, share) {
  if (values.length === 0) throw new RangeError('percentile of no values');
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)];
}

/**
 * @param {readonly number[]} values at least one
 * @returns {number} the middle one, or the mean of the two in the middle
 */
export function median(values) {
  if (values.length === 0) throw new RangeError('median of no values');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
