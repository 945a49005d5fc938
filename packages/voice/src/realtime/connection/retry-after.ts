const UNITS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1, mil: 1 };
const SENTENCE = /\b(?:try again|retry) (?:in|after) ([\d.]{1,12} ?(?:ms|mil|h|m|s)[\d.a-z ]{0,40})/i;
/** Units are written out or not: `20ms`, `1.5 seconds`, `500 milliseconds`. */
const PART = /([\d.]{1,12}) ?(ms|mil|h|m|s)/gi;

/** The wait that a sentence such as `Please try again in 1m2.5s.` asks for, in ms; null when it names none. */
export function statedWaitMs(text: string): number | null {
  const stated = SENTENCE.exec(text.slice(0, 2000))?.[1];
  if (stated === undefined) return null;
  let sum = 0;
  for (const [, amount, unit] of stated.matchAll(PART))
    sum += Number(amount) * (UNITS[(unit ?? '').toLowerCase()] ?? 0);
  return Number.isFinite(sum) ? Math.ceil(sum) : null;
}

/** A `Retry-After` header (RFC 9110: seconds or a date) in ms from `now`; null when it is absent or unreadable. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const value = header.trim();
  // However long it is: whoever asks to be left alone for years is not to be asked again at once.
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), Number.MAX_SAFE_INTEGER);
  const date = value.endsWith('GMT') ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
