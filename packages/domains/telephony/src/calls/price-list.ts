import type { PhoneDirection } from '@leadlock/core/call-direction';
import { microDollars, type MicroDollars } from '@leadlock/core/money';

/**
 * Twilio in the United States and Canada, a started minute, before volume discounts.
 * Inbound: help.twilio.com "How Volume Pricing works at Twilio", 22 November 2026. The others are the list prices of
 * twilio.com/en-us/voice/pricing/us as last known, not read again in 2026. Tenants pay them to Twilio themselves.
 */
export const TWILIO_MINUTE = {
  inboundLocal: microDollars(0.0085),
  inboundTollFree: microDollars(0.022),
  outbound: microDollars(0.014),
  mediaStream: microDollars(0.004),
  recording: microDollars(0.0025),
} as const;

const NORTH_AMERICA = /^\+1\d{10}$/;
const TOLL_FREE = /^\+18(?:00|33|44|55|66|77|88)\d{7}$/;

/** The carrier's price of a minute to or from these numbers; null outside North America, where prices differ by country. */
export function carrierMinute(direction: PhoneDirection, toNumber: string): MicroDollars | null {
  if (!NORTH_AMERICA.test(toNumber)) return null;
  if (direction === 'outbound') return TWILIO_MINUTE.outbound;
  return TOLL_FREE.test(toNumber) ? TWILIO_MINUTE.inboundTollFree : TWILIO_MINUTE.inboundLocal;
}
