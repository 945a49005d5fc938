/** Lets work go on that nobody waits for. Its failure shows in the console, like any other error of a page. */
export function inBackground(work: Promise<unknown>): void {
  work.catch(reportError);
}
