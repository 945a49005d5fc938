import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

const asObject = (value: unknown): JsonSchema | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : null;

/** The schemas inside of one, whatever keyword they stand under. */
const inside = (schema: JsonSchema): JsonSchema[] =>
  Object.entries(schema).flatMap(([keyword, value]) => {
    const named = keyword === 'properties' || keyword === '$defs' || keyword === 'definitions';
    const found = named ? Object.values(asObject(value) ?? {}) : [value].flat();
    return keyword === 'enum' || keyword === 'const' ? [] : found.map(asObject).filter((item) => item !== null);
  });

/** Vendors want to be told that objects have no other fields than those they name. */
function close(schema: JsonSchema): void {
  if (asObject(schema.properties)) schema.additionalProperties ??= false;
  for (const part of inside(schema)) close(part);
}

/** What models are told of a zod schema. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...described } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  close(described);
  return described;
}

/** Whether every field is required, without which OpenAI does not promise to keep to a schema. */
export function requiresEverything(schema: JsonSchema): boolean {
  const properties = Object.keys(asObject(schema.properties) ?? {});
  const required = Array.isArray(schema.required) ? schema.required : [];
  return properties.every((name) => required.includes(name)) && inside(schema).every(requiresEverything);
}
