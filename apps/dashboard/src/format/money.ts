/**
 * Cents of a currency as money: 123456 → "$1,234.56". Fractions of a cent are kept as far as they say something (0.35 cents →
 * "$0.0035"), since a minute of speech may cost less than a cent. Nothing → "—".
 */
export const formatMoneyCents = (cents: number | null | undefined, currency = 'USD'): string => {
  if (cents === null || cents === undefined || Number.isNaN(cents)) return '—';
  const digits = Number.isInteger(cents) ? 2 : 4;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  }).format(cents / 100);
};
