import { expect } from 'vitest';

import { runChild } from './child.js';

export interface Ending {
  readonly when: string;
  /** The exit status that Node documents for it. */
  readonly status: number;
  /** Races with threads fail now and then, so what races is tried often. */
  readonly repeats: number;
  /** Argument of the program that ends so. */
  readonly how: string;
}

/** Fails unless that program ends with its own status, without a signal, every time. */
export async function expectEnding(
  { status, repeats, how }: Ending,
  program: URL | string,
): Promise<void> {
  for (let i = 0; i < repeats; i++) {
    const { code, signal, stderr } = await runChild(program, { args: [how] });
    // Node itself tells of what nobody caught.
    const expected = status === 1 ? stderr : '';
    expect({ code, signal, stderr }).toEqual({ code: status, signal: null, stderr: expected });
  }
}
