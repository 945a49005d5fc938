import type { Call } from './call-labels.ts';
import { isRunning } from './call-labels.ts';

/** The running calls after news of one, newest first; the same array when nothing changed. */
export function withNews(running: readonly Call[], call: Call): readonly Call[] {
  const known = running.some(({ id }) => id === call.id);
  if (!isRunning(call)) return known ? running.filter(({ id }) => id !== call.id) : running;
  if (known) return running.map((one) => (one.id === call.id ? call : one));
  return [...running, call].toSorted((a, b) => b.started_at.localeCompare(a.started_at));
}

/** A page of calls with the newest state of one of them; undefined when it is not on the page. */
export function replaceCall<Page extends { calls: Call[] }>(page: Page, call: Call): Page | undefined {
  if (!page.calls.some(({ id }) => id === call.id)) return undefined;
  return { ...page, calls: page.calls.map((one) => (one.id === call.id ? call : one)) };
}
