const longestText = 40;

/** T1 tokens, JWTs and PEM files. Whatever else is a secret has a schema that shows nothing. */
const looksSecret = /^(T1==|eyJ|-----BEGIN)/;

/** A wrong value as an error shows it: enough to recognise it, never a token. */
export function shownValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return shownText(value);
    case 'function':
    case 'symbol':
      return `a ${typeof value}`;
    case 'bigint':
      return `${value}n`.slice(0, longestText);
    case 'object':
      return shownObject(value);
    default:
      return String(value);
  }
}

function shownText(text: string): string {
  if (looksSecret.test(text)) return `a string of ${text.length} characters`;
  return JSON.stringify(text.length > longestText ? `${text.slice(0, longestText)}…` : text);
}

function shownObject(value: object | null): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  const prototype = Object.getPrototypeOf(value) as { constructor?: { name?: unknown } } | null;
  const name = prototype?.constructor?.name;
  return typeof name === 'string' && name !== 'Object' ? `an instance of ${name}` : 'an object';
}

/** The same without any text of the application's, for places where a text may be anything. */
export function shownType(value: unknown): string {
  return typeof value === 'string' ? 'a string' : shownValue(value);
}
