import { stdSerializers } from 'pino';

export const CENSOR = '[redacted]';

/** Anything under these names, in any case and with `_` or `-` between words or not, is a secret or a person's words. */
const SECRET_NAMES = new Set([
  'accesstoken',
  'apikey',
  'authorization',
  'authtoken',
  'clientsecret',
  'cookie',
  'currentpassword',
  'encryptionkey',
  'jwtsecret',
  'newpassword',
  'password',
  'plaintextkey',
  'refreshtoken',
  'secret',
  'setcookie',
  'token',
  'transcript',
  'xapikey',
  'xtwiliosignature',
]);

/** Deeper than anything worth reading in a log; what lies below could be anything, so it is not shown. */
const MAX_DEPTH = 8;

const known = new Map<string, boolean>();

/** Field names repeat, so the answer for each spelling is kept; the bound holds where names come from outside. */
function isSecretName(name: string): boolean {
  let secret = known.get(name);
  if (secret === undefined) {
    secret = SECRET_NAMES.has(name.replace(/[-_]/g, '').toLowerCase());
    if (known.size < 5_000) known.set(name, secret);
  }
  return secret;
}

/** An error and those that caused it, each told once: a message may tell its cause's already. */
function describeError(error: Error): object {
  const told = new Set<unknown>();
  let message = '';
  for (let cause: unknown = error; cause instanceof Error && !told.has(cause); cause = cause.cause) {
    told.add(cause);
    if (!message.includes(cause.message)) message += message === '' ? cause.message : `: ${cause.message}`;
  }
  return { ...stdSerializers.err(error), message };
}

/** The value with every secret in it replaced, however deep; the value itself when there is none. Never changes its input. */
export function redactSecrets<Value>(value: Value, depth = 0): Value {
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  if (depth > MAX_DEPTH) return CENSOR as Value;
  // Errors carry whatever a library hung on them: request options, headers, answers.
  if (value instanceof Error) return redactSecrets(describeError(value), depth) as Value;
  let copy: Record<string, unknown> | unknown[] | undefined;
  const source = value as Record<string, unknown>;
  for (const name of Object.keys(source)) {
    const item = source[name];
    if (item === undefined || item === null) continue;
    const shown = isSecretName(name) ? CENSOR : redactSecrets(item, depth + 1);
    if (shown === item) continue;
    copy ??= Array.isArray(value) ? [...value] : { ...source };
    (copy as Record<string, unknown>)[name] = shown;
  }
  return (copy ?? value) as Value;
}

/** Objects that JSON shows field by field; dates, buffers and the like are shown by their own `toJSON`. */
function isPlain(value: object): boolean {
  return !('toJSON' in value) || typeof value.toJSON !== 'function';
}
