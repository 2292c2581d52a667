/** A signal's text: when it was sent, on the clock that all processes of a machine share, and padding. */

const digits = 20;
const marker = '~at~';

/**
 * @param {number} bytes of the whole text
 * @returns {string}
 */
export function stampedText(bytes) {
  const stamp = marker + String(process.hrtime.bigint()).padStart(digits, '0');
  return stamp.padEnd(bytes, '.');
}

/**
 * @param {Buffer} message that has such a text somewhere in it
 * @returns {number} milliseconds since it was made, or NaN if there is none
 */
export function ageOf(message) {
  const at = message.indexOf(marker);
  if (at === -1) return NaN;
  const from = at + marker.length;
  const sent = BigInt(message.toString('latin1', from, from + digits));
  return Number(process.hrtime.bigint() - sent) / 1e6;
}
