import { expect } from 'vitest';

import { runChild } from './child.js';

export interface Ending {
  readonly when: string;
  /** The exit status that Node documents for it. */
  readonly status: number;
  /** Races with threads fail now and then, so what races is tried often. */
  readonly repeats: number;
  /** For {@link runChild}. */
  readonly snippet: string;
}

/** Fails unless a process ends with its own status, without a signal, every time. */
export async function expectEnding({ status, repeats, snippet }: Ending): Promise<void> {
  for (let i = 0; i < repeats; i++) {
    const { code, signal, stderr } = await runChild(snippet);
    // Node itself tells of what nobody caught.
    const expected = status === 1 ? stderr : '';
    expect({ code, signal, stderr }).toEqual({ code: status, signal: null, stderr: expected });
  }
}
