import { expect } from 'vitest';
import { ProtocolError } from '../../../lib/protocol/index.js';
import type { ProtocolErrorCode } from '../../../lib/protocol/index.js';

/** The ProtocolError that `action` ends in; fails if it ends in anything else. */
export function protocolErrorOf(action: () => unknown): ProtocolError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(ProtocolError);
    return error as ProtocolError;
  }
  throw new Error('expected a ProtocolError, but nothing was thrown');
}

/** The ProtocolError that a promise rejects with; fails if it does anything else. */
export async function rejectionOf(promise: Promise<unknown>): Promise<ProtocolError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(ProtocolError);
  return outcome as ProtocolError;
}

/** Runs untrusted input through `action`: it must return, or throw a ProtocolError. */
export function returnsOrRefuses(action: () => unknown): ProtocolErrorCode | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return error.code;
  }
}

export function hexToBytes(hex: string): Uint8Array {
  const digits = hex.replace(/\s/g, '');
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function bytesToHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
