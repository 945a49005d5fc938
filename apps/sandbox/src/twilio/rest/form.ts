import { TwilioError } from '../twilio-error.ts';

/** A form body: a repeated field is a list. */
export type Form = Record<string, string | string[] | undefined>;

/** The field's text; of a repeated field the last. */
export function field(form: Form, name: string): string | undefined {
  const value = form[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

export function fieldList(form: Form, name: string): string[] {
  const value = form[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** A web address. An empty field means: none. Errors: 21205 where it is no http(s) address. */
export function urlField(form: Form, name: string): string | null | undefined {
  const value = field(form, name);
  if (value === undefined) return undefined;
  if (value === '') return null;
  if (!/^https?:$/.test(URL.parse(value)?.protocol ?? '')) {
    throw new TwilioError(400, 21205, `${name} is not a valid URL: ${value}`);
  }
  return value;
}

/** GET or POST. Errors: 21206 for another method. */
export function methodField(form: Form, name: string): string | undefined {
  const value = field(form, name)?.toUpperCase();
  if (value === undefined || value === 'GET' || value === 'POST') return value;
  throw new TwilioError(400, 21206, `${name} must be GET or POST`);
}

export function choiceField<const Choice extends string>(
  form: Form,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = field(form, name);
  if (value === undefined) return undefined;
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw new TwilioError(400, 20001, `${name} must be one of ${choices.join(', ')}`);
  return choice;
}

/** A whole number in a range. Errors: 20001. */
export function numberField(form: Form, name: string, min: number, max: number): number | undefined {
  const value = field(form, name);
  if (value === undefined) return undefined;
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new TwilioError(400, 20001, `${name} must be a whole number from ${min} to ${max}`);
}
