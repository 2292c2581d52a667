/**
 * Resolves once `condition` holds, which is asked again whenever the event loop has been around. The limit is there to
 * name what never came: on a machine that is busy with something else all of it may take long.
 */
export async function until(condition: () => boolean, timeoutMs = 60_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > deadline)
      throw new Error(`not within ${timeoutMs} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
