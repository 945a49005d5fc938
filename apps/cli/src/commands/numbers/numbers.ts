import type { ApiClient, Outputs } from '../../api/trpc-client.ts';
import { findOne } from '../../program/find-one.ts';

export type PhoneNumber = Outputs['phoneNumbers']['get'];

/** One spelling for numbers that people write in many; what is no number stays as it is. */
export async function sameNumber(text: string): Promise<string> {
  // The world's numbering plans are large, and most commands do without.
  const { toE164 } = await import('@leadlock/core/phone');
  return toE164(text) ?? text;
}

/** A number of the account by its id, its digits or its name. */
export async function findNumber(
  api: ApiClient,
  named: string,
  { isExact }: { isExact?: boolean } = {},
): Promise<PhoneNumber> {
  const { phone_numbers } = await api.phoneNumbers.list.query({});
  const digits = await sameNumber(named);
  const known = phone_numbers.some(({ phone_number }) => phone_number === digits) ? digits : named;
  return findOne(phone_numbers, known, {
    what: 'phone number',
    names: ({ phone_number, friendly_name }) => [phone_number, friendly_name],
    isExact,
  });
}
