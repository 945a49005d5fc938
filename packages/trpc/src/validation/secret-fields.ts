import type { FieldError } from '@leadlock/core/errors';

/** Fields whose values are never told back: answers are logged by clients, proxies and browsers. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'access_token',
  'api_key',
  'auth_token',
  'authorization',
  'client_secret',
  'cookie',
  'current_password',
  'new_password',
  'password',
  'refresh_token',
  'secret',
  'token',
  'webhook_secret',
  'x_api_key',
]);

/** An error shows what was sent so that a person finds the place; it does not send a large body back. */
const MAX_SHOWN_TEXT = 500;
const MAX_SHOWN_ITEMS = 20;
const MAX_SHOWN_DEPTH = 5;
const MAX_SHOWN_VALUES = 100;
/** Of all texts in it together, roughly. */
const MAX_SHOWN_CHARACTERS = 2_000;
const MORE = '…';

/** Addresses hold user names, passwords, and tokens in queries and paths; where those begin in a faulty one, nobody knows. */
const ADDRESS_FIELD = /(?:^|_)ur[il]s?$/;

/** `X-API-Key` is a header's way to write `x_api_key`. */
function isSecret(field: string): boolean {
  const name = field.toLowerCase().replaceAll('-', '_');
  return SECRET_FIELDS.has(name) || ADDRESS_FIELD.test(name);
}

/** Where an address begins in a text, in any of the spellings that browsers read, too. */
const ADDRESS = /:\/\/|:\\\\|\b(?:https?|wss?|ftp):/i;
/** An address without anything in it that may be secret. */
const PLAIN_ADDRESS = /^[a-z][a-z\d+.-]{0,20}:\/\/[\w.-]+(?::\d{1,5})?(?:\/[\w./-]*)?$/i;

/** A text without the addresses in it that may hold secrets, and without what follows them. */
function withoutAddress(text: string): string {
  const found = ADDRESS.exec(text);
  return found === null || PLAIN_ADDRESS.test(text) ? text : text.slice(0, found.index) + found[0] + MORE;
}

/** JSON's objects, and those of forms, which inherit from nothing. */
const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

/** A text as an error shows it: without the secrets in addresses, cut off where it is long. */
export function shownText(whole: string): string {
  const text = withoutAddress(whole);
  const kept = text.length > MAX_SHOWN_TEXT ? text.slice(0, MAX_SHOWN_TEXT) + MORE : text;
  return kept.toWellFormed();
}

/** How much more of a value may be shown. */
interface Allowance {
  values: number;
  characters: number;
}

function spend(left: Allowance, value: unknown): void {
  left.values -= 1;
  if (typeof value === 'string') left.characters -= Math.min(value.length, MAX_SHOWN_TEXT);
}

/** What was sent, without the secrets in it, and without what is too long, too much or too deep to be told back. */
function shown(value: unknown, left: Allowance, depth = 0): unknown {
  if (left.values <= 0 || left.characters <= 0) return MORE;
  spend(left, value);
  if (typeof value === 'string') return shownText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value) && !isPlain(value)) return value;
  if (depth === MAX_SHOWN_DEPTH) return MORE;
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_SHOWN_ITEMS).map((item) => shown(item, left, depth + 1));
    return value.length > MAX_SHOWN_ITEMS ? [...items, MORE] : items;
  }
  const fields = Object.entries(value).filter(([field]) => !isSecret(field));
  const kept = fields
    .slice(0, MAX_SHOWN_ITEMS)
    .map(([field, inner]) => [shownText(field), shown(inner, left, depth + 1)]);
  if (fields.length > MAX_SHOWN_ITEMS) kept.push([MORE, MORE]);
  return Object.fromEntries(kept);
}

/** A field error as it may be told: without what was sent where that is a secret, and without the secrets beside it. */
export function withoutSecrets({ input, ...error }: FieldError): FieldError {
  const told = { ...error, loc: error.loc.map((part) => (typeof part === 'string' ? shownText(part) : part)) };
  if (input === undefined || error.loc.some((part) => isSecret(String(part)))) return told;
  return { ...told, input: shown(input, { values: MAX_SHOWN_VALUES, characters: MAX_SHOWN_CHARACTERS }) };
}
