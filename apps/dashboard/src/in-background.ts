/** Lets work go on that nobody waits for. Its failure shows in the console, as any other error of a page does. */
export function inBackground(work: Promise<unknown>): void {
  work.catch(reportError);
}
