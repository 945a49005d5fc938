import { z } from 'zod';

type Path = (string | number)[];

/** Where plain data holds text with a NUL character, or null. */
function findNul(value: unknown): Path | null {
  if (typeof value === 'string') return value.includes('\0') ? [] : null;
  if (typeof value !== 'object' || value === null) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return null;
  for (const [key, item] of Object.entries(value)) {
    if (key.includes('\0')) return [key];
    const inside = findNul(item);
    if (inside !== null) return [Array.isArray(value) ? Number(key) : key, ...inside];
  }
  return null;
}

/** PostgreSQL's text cannot hold a NUL character, so no input may: it is refused with its field, not by the database. */
export function refuseNulCharacters(input: unknown): void {
  const path = findNul(input);
  if (path === null) return;
  throw new z.core.$ZodRealError([
    { code: 'custom', path, message: 'Input should not contain NUL characters', input: undefined },
  ]);
}
