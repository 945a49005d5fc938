import type { Cents } from '@leadlock/core/money';

const NORTH_AMERICA = /^\+1\d{10}$/;
const TOLL_FREE = /^\+18(?:00|33|44|55|66|77|88)\d{7}$/;

/** Twilio's monthly price of a US or Canadian number (its list price as last known, not read again in 2026); 0 for other countries' numbers, whose price differs. */
export function monthlyCostCents(phoneNumber: string): Cents {
  if (TOLL_FREE.test(phoneNumber)) return 215;
  return NORTH_AMERICA.test(phoneNumber) ? 115 : 0;
}
