import type { Variables } from '../variables.ts';

const SECRET_NAME = /KEY|SECRET|TOKEN|PASSWORD/;
/** Shorter texts are no secrets, and would be found in ordinary words. */
const MIN_LENGTH = 6;

/** A password in an address, as it stands there and as it is. */
function passwordOf(value: string): string[] {
  const password = URL.parse(value)?.password ?? '';
  if (password === '') return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    // A % that escapes nothing: there is only the one spelling.
    return [password];
  }
}

/** Takes out of a text what the environment holds of secrets, whoever has quoted them there. */
export function redactor(variables: Variables): (text: string) => string {
  const secrets = Object.entries(variables)
    .flatMap(([name, value = '']) => [...(SECRET_NAME.test(name) ? value.split(',') : []), ...passwordOf(value)])
    .filter(({ length }) => length >= MIN_LENGTH);
  return (text) => secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[redacted]'), text);
}
