import { pipe } from 'valibot';
import { rule, string } from '../../common/validation/index.js';
import { limits } from '../../protocol/index.js';

/**
 * Where a session's creator is, e.g. an IP address. It becomes part of the session id, in which `~` separates and which
 * has to stay short enough for a URI.
 */
export const locationSchema = pipe(
  string(limits.locationChars),
  rule((location) => /^[ -}]*$/.test(location), 'must be ASCII without ~'),
);
