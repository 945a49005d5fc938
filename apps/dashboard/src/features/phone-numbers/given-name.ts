interface NamedNumber {
  phone_number: string;
  friendly_name?: string | null;
}

/** What somebody called the number; null while it goes by its own digits, as Twilio names it to begin with. */
export function givenName({ phone_number, friendly_name }: NamedNumber): string | null {
  const name = friendly_name?.trim() ?? '';
  if (name === '') return null;
  const digits = name.replaceAll(/[\s().+-]/g, '');
  return /^\d{5,}$/.test(digits) && phone_number.endsWith(digits) ? null : name;
}
