import { toStorableText } from '@leadlock/core/storable-text';

export type JsonObject = Record<string, unknown>;

/** A message as an object, or null when it is not JSON or no object. */
export function parseObject(message: Buffer): JsonObject | null {
  try {
    return asObject(JSON.parse(message.toString('utf8')));
  } catch {
    return null;
  }
}

export const asObject = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;

export const objectAt = (object: JsonObject | null, key: string): JsonObject | null => asObject(object?.[key]);

/** A string as it can be stored and sent on: every message from outside is read through this. */
export function stringAt(object: JsonObject | null, key: string): string | null {
  const value = rawStringAt(object, key);
  return value === null ? null : toStorableText(value);
}

/** A string as it came, for one that is a piece of a longer text and may end in the middle of a character. */
export function rawStringAt(object: JsonObject | null, key: string): string | null {
  const value = object?.[key];
  return typeof value === 'string' ? value : null;
}

export function numberAt(object: JsonObject | null, key: string): number {
  const value = object?.[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

export function objectsAt(object: JsonObject | null, key: string): JsonObject[] {
  const value = object?.[key];
  return Array.isArray(value) ? value.map(asObject).filter((entry) => entry !== null) : [];
}
