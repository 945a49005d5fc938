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

/** `X-API-Key` is a header's way to write `x_api_key`. */
const isSecret = (field: string): boolean => SECRET_FIELDS.has(field.toLowerCase().replaceAll('-', '_'));

/** JSON's objects, and those of forms, which inherit from nothing. */
const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value) as null);

/** What was sent, without the secrets in it, however deep they are. */
function withoutSecretFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecretFields);
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  const kept = Object.entries(value).filter(([field]) => !isSecret(field));
  return Object.fromEntries(kept.map(([field, inner]) => [field, withoutSecretFields(inner)]));
}

/** A field error as it may be told: without what was sent where that is a secret, and without the secrets beside it. */
export function withoutSecrets({ input, ...error }: FieldError): FieldError {
  if (input === undefined || error.loc.some((part) => isSecret(String(part)))) return error;
  return { ...error, input: withoutSecretFields(input) };
}
