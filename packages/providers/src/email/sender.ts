/** `Name <address>` or a bare address, as EMAIL_FROM is written. */
const NAMED_ADDRESS = /<([^<>\s]+)>\s*$/;

/** What must be quoted in a display name, and what must not be there at all: a line break would begin a new header. */
const quoted = (name: string): string =>
  `"${name
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/["\\<>]/g, '')
    .trim()}"`;

/** The address alone. */
export const bareAddress = (from: string): string => NAMED_ADDRESS.exec(from)?.[1] ?? from.trim();

/** The installation's address under its own display name, or under `name` where one is given. */
export function senderAddress(from: string, name: string | undefined): string {
  if (name === undefined || name.trim() === '') return from.trim();
  return `${quoted(name)} <${bareAddress(from)}>`;
}
