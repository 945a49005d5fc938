export type JsonObject = Record<string, unknown>;

export const asObject = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;

export function parseObject(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The object at a path of keys; null when something on the way is missing. */
export const objectAt = (object: JsonObject | null, ...path: string[]): JsonObject | null =>
  path.reduce<JsonObject | null>((at, key) => asObject(at?.[key]), object);

export const textAt = (object: JsonObject | null, key: string): string | null => {
  const value = object?.[key];
  return typeof value === 'string' ? value : null;
};

export const numberAt = (object: JsonObject | null, key: string): number | null => {
  const value = object?.[key];
  return typeof value === 'number' ? value : null;
};

export const listAt = (object: JsonObject | null, key: string): JsonObject[] => {
  const value = object?.[key];
  return Array.isArray(value) ? value.map(asObject).filter((entry) => entry !== null) : [];
};

/**
 * `base` with what `update` names: objects are merged, everything else replaced. An object of another `type` replaces
 * the old one whole: what was said of the one means nothing for the other.
 */
export function merge(base: JsonObject, update: JsonObject): JsonObject {
  const merged = { ...base };
  for (const [key, value] of Object.entries(update)) {
    const [before, after] = [asObject(merged[key]), asObject(value)];
    const sameKind = after?.type === undefined || after.type === before?.type;
    merged[key] = before && after && sameKind ? merge(before, after) : value;
  }
  return merged;
}
