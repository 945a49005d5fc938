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
