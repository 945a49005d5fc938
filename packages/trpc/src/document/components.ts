/** zod-openapi's ending for a schema that answers describe differently from requests. */
const OUTPUT = 'Output';
const REFERENCE = /"#\/components\/schemas\/(\w+)"/g;

type Json = Record<string, unknown>;

/** Calls `visit` for every object inside a value. */
function walk(value: unknown, visit: (object: Json) => void): void {
  if (typeof value !== 'object' || value === null) return;
  visit(value as Json);
  Object.values(value).forEach((inner) => walk(inner, visit));
}

/**
 * Removes what says more about zod than about the API: the limits of JavaScript's whole numbers, and the promise that
 * answers will never have another field.
 */
export function dropNoise(document: object): void {
  walk(document, (schema) => {
    if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
    if (schema['minimum'] === Number.MIN_SAFE_INTEGER) delete schema['minimum'];
    if (schema['additionalProperties'] === false) delete schema['additionalProperties'];
  });
}

/** The schema's text with the names in `merged` replaced by their base names. */
const textOf = (schema: unknown, merged: ReadonlySet<string>): string =>
  JSON.stringify(schema).replace(REFERENCE, (whole, name: string) =>
    merged.has(name) ? `"#/components/schemas/${name.slice(0, -OUTPUT.length)}"` : whole,
  );

/** Names with the ending whose schemas say the same as those without, taking each other's sameness for granted. */
function sameSchemas(schemas: Json): Set<string> {
  const candidates = new Set(
    Object.keys(schemas).filter((name) => name.endsWith(OUTPUT) && name.slice(0, -OUTPUT.length) in schemas),
  );
  for (let before = -1; before !== candidates.size;) {
    before = candidates.size;
    for (const name of candidates) {
      const base = schemas[name.slice(0, -OUTPUT.length)];
      if (textOf(schemas[name], candidates) !== textOf(base, candidates)) candidates.delete(name);
    }
  }
  return candidates;
}

/** Gives a schema that is the same in requests and answers one name. Call it after `dropNoise`. */
export function mergeSameSchemas(document: { components?: { schemas?: object } }): void {
  const schemas = document.components?.schemas as Json | undefined;
  if (schemas === undefined) return;
  const same = sameSchemas(schemas);
  if (same.size === 0) return;
  for (const name of same) delete schemas[name];
  walk(document, (object) => {
    const reference = object['$ref'];
    const name = typeof reference === 'string' ? reference.replace('#/components/schemas/', '') : '';
    if (same.has(name)) object['$ref'] = `#/components/schemas/${name.slice(0, -OUTPUT.length)}`;
  });
}
