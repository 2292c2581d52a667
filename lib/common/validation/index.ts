/**
 * How values from outside are checked: options, arguments, command lines, requests, messages. One form of path and one set
 * of sentences; each caller makes its own error of an {@link Issue}.
 */
export { argumentError, check, checkWith } from './check.js';
export type { Issue } from './check.js';
export { boolean, either, oneOf } from './choices.js';
export { httpHeaders } from './http-headers.js';
export { iceUrl, iceUrls, turnCredentials } from './ice-url.js';
export { instanceOf, int16Array, uint8Array, withMethod } from './instances.js';
export { integer, maxTimerMs, milliseconds, number, numberText, roundedNumber } from './numbers.js';
export { fullListOf, listOf, object, optionsOf, recordOf } from './objects.js';
export { member, rule } from './rules.js';
export { optional } from './schema.js';
export type { Checked, Schema } from './schema.js';
export { mustBe, unknownName } from './sentences.js';
export { shownValue } from './shown-value.js';
export { hiddenString, secret, string, text, urlOf } from './texts.js';
