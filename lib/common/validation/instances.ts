import * as v from 'valibot';
import type { Schema } from './schema.js';
import { mustBeTyped } from './sentences.js';

export function instanceOf<T>(type: abstract new (...args: never[]) => T): Schema<T> {
  return v.custom<T>((value) => value instanceof type, mustBeTyped(`an instance of ${type.name}`));
}

/** Where the name of a typed array's kind is read. Nothing else has one, and no other object can pretend to. */
const kind = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
);

/** Also one of another realm, as test runners, `vm` contexts and frames of a page have: `instanceof` does not know it. */
function typedArray<T>(name: string): Schema<T> {
  return v.custom<T>(
    (value) => kind?.get?.call(value) === name,
    mustBeTyped(`an instance of ${name}`),
  );
}

export const uint8Array = typedArray<Uint8Array>('Uint8Array');
export const int16Array = typedArray<Int16Array>('Int16Array');

/** Something with this method. */
export function withMethod<T extends object>(name: keyof T & string): Schema<T> {
  return v.custom<T>(
    (value) => typeof (value as Record<string, unknown> | null | undefined)?.[name] === 'function',
    `must have a method ${name}`,
  );
}
