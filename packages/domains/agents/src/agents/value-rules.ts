import { isPremiumRate, readPhoneNumber, toE164, writeDialable } from '@leadlock/core/phone';
import { z } from 'zod';

/** `'a', 'b' or 'c'` */
export function alternatives(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** One of the values. The public contract types these as plain strings, so the document names them in words only. */
export const oneOf = (values: readonly string[]) =>
  z.string().refine((value) => values.includes(value), `Input should be ${alternatives(values)}`);

/** One of the values in any case, kept as it is spelled here. */
export function oneOfAnyCase(values: readonly string[]) {
  const spelling = new Map(values.map((value) => [value.toLowerCase(), value]));
  return z
    .string()
    .overwrite((value) => spelling.get(value.trim().toLowerCase()) ?? value)
    .refine((value) => values.includes(value), `Input should be ${alternatives(values)}`);
}

const NO_PHONE_NUMBER = 'Input should be a valid phone number, such as +12125550123';

/** A phone number in any common notation, kept in E.164. */
export const PhoneNumber = z
  .string()
  .overwrite((value) => toE164(value) ?? value)
  .check(({ value, issues }) => {
    if (toE164(value) !== null) return;
    const message = readPhoneNumber(value) ? 'Input should be a phone number without an extension' : NO_PHONE_NUMBER;
    issues.push({ code: 'custom', message, input: value });
  });

/** Where a call can be passed on to: as `PhoneNumber`, and with an extension as `+12125550123;ext=45`. */
export const TransferNumber = z
  .string()
  .overwrite((value) => {
    const read = readPhoneNumber(value);
    return read === null ? value : writeDialable(read);
  })
  .refine((value) => readPhoneNumber(value) !== null, NO_PHONE_NUMBER)
  .refine((value) => {
    const read = readPhoneNumber(value);
    return read === null || !isPremiumRate(read.number);
  }, 'Input should be a phone number that isn’t premium-rate');

/** A language by its code, with a region where that matters: `en`, `es-US`. */
export const LanguageCode = z
  .string()
  .refine(
    (value) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value),
    'Input should be a language code, such as en or es-US',
  );

/** A list that names nothing twice. */
export const withoutRepeats = <Item extends z.ZodType<string>>(items: z.ZodArray<Item>) =>
  items.check(({ value, issues }) => {
    for (const [index, item] of value.entries()) {
      if (value.indexOf(item) < index) {
        issues.push({ code: 'custom', path: [index], message: 'It is named twice', input: item });
      }
    }
  });

/** A list in which no two items have the same name, because they are chosen by it. */
export const withUniqueNames = <Item extends z.ZodType<{ name: string }>>(items: z.ZodArray<Item>) =>
  items.check(({ value, issues }) => {
    const seen = new Set<string>();
    for (const [index, { name }] of value.entries()) {
      if (seen.has(name)) {
        issues.push({ code: 'custom', path: [index, 'name'], message: 'Duplicate name', input: name });
      }
      seen.add(name);
    }
  });
