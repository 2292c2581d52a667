/** Node's key of the method that `console.log` calls. A registered symbol, so that nothing of Node is imported. */
export const inspect = Symbol.for('nodejs.util.inspect.custom');

/** `util.inspect`, as Node passes it to a method of that key. */
export type Inspect = (value: unknown, options: object) => string;

/** What `console.log` shows of an object: the name of its class, and what it says of itself to `JSON.stringify`. */
export function inspectJson(
  subject: { toJSON(): object },
  options: object,
  inspectValue: Inspect,
): string {
  return `${subject.constructor.name} ${inspectValue(subject.toJSON(), options)}`;
}
