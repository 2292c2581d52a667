const encoder = new TextEncoder();
// ignoreBOM keeps a leading U+FEFF, so that text survives a round trip unchanged.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** UTF-8 bytes of a string. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Writes UTF-8 into `target` from `offset`; returns the number of bytes written. */
export function writeUtf8(text: string, target: Uint8Array, offset: number): number {
  return encoder.encodeInto(text, target.subarray(offset)).written;
}

/** Text of strictly valid UTF-8. @throws TypeError if it is not. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** Number of bytes a string takes in UTF-8, counted without encoding it. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    // Two units of a surrogate pair make four bytes, i.e. one more each.
    const paired = isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1));
    if (paired) i++;
    bytes += unit < 0x800 ? 1 : 2;
  }
  return bytes;
}

/** Whether the string has no lone surrogate, i.e. has a UTF-8 form. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
