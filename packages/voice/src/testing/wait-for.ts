/** Waits until `condition` gives something other than false, null or undefined; fails after `timeoutMs` naming `what`. */
export async function waitFor<T>(
  what: string,
  condition: () => T | false | null | undefined,
  timeoutMs = 10_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = condition();
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
