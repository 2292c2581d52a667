import { ProtocolError } from './protocol-error.js';
import { limits } from './protocol-limits.js';

/**
 * Parses JSON from the network: nesting is limited before the parser runs, and `__proto__` keys
 * are dropped, so that copying the result cannot change a prototype.
 *
 * @throws ProtocolError `json-syntax` or `json-depth`.
 */
export function parseJson(text: string, maxDepth: number = limits.jsonDepth): unknown {
  checkDepth(text, maxDepth);
  try {
    return JSON.parse(text, mayHoldProto.test(text) ? dropProto : undefined) as unknown;
  } catch (cause) {
    throw new ProtocolError('json-syntax', 'payload is not JSON', { cause });
  }
}

/** The key itself, or an escape that might spell it. */
const mayHoldProto = /__proto__|\\u00/;

function dropProto(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}

function checkDepth(text: string, maxDepth: number): void {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') {
      inString = true;
    } else if (char === '{' || char === '[') {
      if (++depth > maxDepth) {
        throw new ProtocolError('json-depth', `payload is nested more than ${maxDepth} deep`);
      }
    } else if (char === '}' || char === ']') {
      depth--;
    }
  }
}
