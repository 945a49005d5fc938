const NOTHING = '—';

const integer = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** 1234.5 → "1,235"; `digits` keeps that many decimals. Nothing → "—". */
export const formatNumber = (value: number | null | undefined, digits = 0): string => {
  if (value === null || value === undefined || Number.isNaN(value)) return NOTHING;
  if (digits === 0) return integer.format(value);
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
};

/** As many digits as are read at a glance are written out. */
const LEAST_SHORTENED = 10_000;

/** 12345 → "12.3K", 1050 → "1,050", for axes and small places. Nothing → "—". */
export function formatCompact(value: number | null | undefined): string {
  if (value === null || value === undefined) return NOTHING;
  return (Math.abs(value) < LEAST_SHORTENED ? exact : compact).format(value);
}

/** A share of one: 0.256 → "26%". Nothing → "—". */
export const formatPercent = (share: number | null | undefined, digits = 0): string =>
  share === null || share === undefined || Number.isNaN(share) ? NOTHING : `${formatNumber(share * 100, digits)}%`;

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Bytes: 1536000 → "1.5 MB" (a kilobyte has 1000). Nothing → "—". */
export const formatBytes = (bytes: number | null | undefined): string => {
  if (bytes === null || bytes === undefined) return NOTHING;
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** step;
  return `${formatNumber(amount, step > 0 && amount < 10 ? 1 : 0)} ${UNITS[step] ?? ''}`;
};
