import { formatNumber } from '../../format/number.ts';

/** Calls that people make to try an agent out. */
const TRY_OUTS: ReadonlySet<string> = new Set(['test', 'demo']);

/** "Includes 3 test calls", of calls by their directions; null where there are none. The api counts them as calls. */
export function includedTests(calls: readonly (readonly [direction: string, count: number])[]): string | null {
  const tests = calls.reduce((sum, [direction, count]) => sum + (TRY_OUTS.has(direction) ? count : 0), 0);
  if (tests === 0) return null;
  return `Includes ${formatNumber(tests)} test ${tests === 1 ? 'call' : 'calls'}`;
}
