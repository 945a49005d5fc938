import { retryAfterMs } from '@leadlock/core/retry-after';

/** OpenAI's header in milliseconds, or the one of HTTP; undefined where neither is usable. */
export function retryAfterOf(headers: Record<string, string> | undefined, now: number): number | undefined {
  const exact = Number(headers?.['retry-after-ms'] ?? Number.NaN);
  if (exact >= 0 && Number.isFinite(exact)) return exact;
  return retryAfterMs(headers?.['retry-after'], now) ?? undefined;
}
