/** More keys than this at once are not a number that anybody has to dial or type. */
const MAX_KEYS = 64;
/** So many digits in a row may be the number of a payment card. */
const CARD_DIGITS = /^\d{12,19}$/;

/** Adds a pressed key to those before it; what is too much is dropped. */
export const addKey = (keys: string, key: string): string => (keys.length < MAX_KEYS ? keys + key : keys);

/** Pressed keys as the call's transcript has them. Of what looks like a card number only the last four are kept. */
export function pressedKeys(keys: string): string {
  const digits = keys.replaceAll(/[*#]/g, '');
  if (CARD_DIGITS.test(digits)) return `Pressed ${digits.length} digits ending in ${digits.slice(-4)}`;
  return `Pressed ${keys.split('').join(' ')}`;
}
