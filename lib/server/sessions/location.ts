import * as v from 'valibot';
import { limits } from '../../protocol/index.js';

/**
 * Where a session's creator is, e.g. an IP address. It becomes part of the session id, in which `~` separates and which
 * has to stay short enough for a URI.
 */
export const locationSchema = v.pipe(
  v.string(),
  v.maxLength(limits.locationChars, `must have at most ${limits.locationChars} characters`),
  v.regex(/^[ -}]*$/, 'must be ASCII without ~'),
);
