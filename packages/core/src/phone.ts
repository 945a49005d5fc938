import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** What somebody can be called at: a number in E.164, and what to dial once it is answered. */
export interface DialableNumber {
  number: string;
  extension: string | null;
}

/** Nobody writes a number with more characters than this. */
const MAX_LENGTH = 64;
const MAX_EXTENSION_DIGITS = 10;

/** Marks of direction and spaces without width, which come along when numbers are copied. */
const INVISIBLE = /\p{Cf}/gu;
/** 00 is how most of the world dials abroad; no number in any country begins with it. */
const INTERNATIONAL_PREFIX = /^00(?=[1-9])/;

/**
 * The number that a text is, in any common notation, or null where it is no valid number or something else besides.
 * Without a country code, US rules apply.
 */
export function readPhoneNumber(input: string, defaultCountry: 'US' = 'US'): DialableNumber | null {
  if (input.length > MAX_LENGTH) return null;
  const text = input.replaceAll(INVISIBLE, '').trim().replace(/^tel:/i, '').replace(INTERNATIONAL_PREFIX, '+');
  const number = parsePhoneNumberFromString(text, { defaultCountry, extract: false });
  if (!number?.isValid() || (number.ext?.length ?? 0) > MAX_EXTENSION_DIGITS) return null;
  return { number: number.number, extension: number.ext ?? null };
}

/**
 * The E.164 form of a number somebody typed. Null where it is no valid number, and where it has an extension, which E.164
 * cannot say and which texts cannot be sent to.
 */
export function toE164(input: string): string | null {
  const read = readPhoneNumber(input);
  return read?.extension === null ? read.number : null;
}

/** A number with its extension, as RFC 3966 writes it: `+12125550123;ext=45`. */
export const writeDialable = ({ number, extension }: DialableNumber): string =>
  extension === null ? number : `${number};ext=${extension}`;

/** Whether calls or texts to this valid number are charged at more than the usual rate. */
export function isPremiumRate(e164: string): boolean {
  const type = parsePhoneNumberFromString(e164)?.getType();
  return type === 'PREMIUM_RATE' || type === 'SHARED_COST';
}
