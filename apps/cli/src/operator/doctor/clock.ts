import { failed, ok, warning, type Finding } from './finding.ts';

/** How far somebody else's clock is ahead of ours. */
export interface ClockReading {
  source: string;
  aheadMs: number;
  /** What the reading may be wrong by: the way there and back, and how finely the clock is read. */
  uncertaintyMs: number;
}

const NOTICEABLE_MS = 2_000;
/** Signed links, tokens and signatures of webhooks begin to be refused. */
const HARMFUL_MS = 30_000;
/** The `Date` of HTTP has whole seconds, cut off. */
const DATE_RESOLUTION_MS = 1_000;

/** Reads the clock behind an answer that came between two times of ours; null for one from a cache or without a date. */
export function readHttpClock(
  source: string,
  headers: Headers,
  { startedAt, endedAt }: { startedAt: number; endedAt: number },
): ClockReading | null {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date) || Number(headers.get('age') ?? 0) > 0) return null;
  return {
    source,
    aheadMs: date + DATE_RESOLUTION_MS / 2 - (startedAt + endedAt) / 2,
    uncertaintyMs: DATE_RESOLUTION_MS / 2 + (endedAt - startedAt) / 2,
  };
}

const REMEDY = 'sync the clocks of these machines (NTP)';

/** A line for each clock that is off, and one for those that agree. */
export function clockFindings(readings: readonly ClockReading[]): Finding[] {
  const certain = readings.map((reading) => ({
    ...reading,
    skewMs: Math.max(0, Math.abs(reading.aheadMs) - reading.uncertaintyMs),
  }));
  const off = certain
    .filter(({ skewMs }) => skewMs > NOTICEABLE_MS)
    .map(({ source, aheadMs, skewMs }) => {
      const way = aheadMs > 0 ? 'ahead of' : 'behind';
      const detail = `the clock of ${source} is ${Math.round(Math.abs(aheadMs) / 1_000)} s ${way} this machine’s`;
      return (skewMs > HARMFUL_MS ? failed : warning)('clock', detail, REMEDY);
    });
  const agreeing = certain.filter(({ skewMs }) => skewMs <= NOTICEABLE_MS).map(({ source }) => source);
  const agree = agreeing.length > 0 ? [ok('clock', `in sync with ${agreeing.join(', ')}`)] : [];
  return [...off, ...agree];
}
