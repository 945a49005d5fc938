import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** The E.164 form of a number somebody typed, or null where it is no valid number. Without a country code, US rules apply. */
export function toE164(input: string, defaultCountry: 'US' = 'US'): string | null {
  const number = parsePhoneNumberFromString(input, defaultCountry);
  return number?.isValid() ? number.number : null;
}

/** Whether calls or texts to this valid number are charged at more than the usual rate. */
export function isPremiumRate(e164: string): boolean {
  const type = parsePhoneNumberFromString(e164)?.getType();
  return type === 'PREMIUM_RATE' || type === 'SHARED_COST';
}
