import type { ToolDefinition } from '../../contracts/realtime-provider.ts';
import { asObject, objectAt, stringAt, type JsonObject } from '../../wire/json.ts';

/** Deeper than any tool's arguments; a schema that refers to itself ends here. */
const MAX_DEPTH = 16;
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object']);
/** What both kinds of schema call the same. */
const SHARED = [
  'title',
  'description',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
] as const;
/** The formats that Gemini takes, by type; it refuses all others. */
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  string: ['enum', 'date-time'],
  number: ['float', 'double'],
  integer: ['int32', 'int64'],
};

/** The tools of a session as Gemini takes them: calls are answered one after the other, before the model goes on. */
export const functionDeclarations = (tools: readonly ToolDefinition[]): JsonObject[] =>
  tools.map(({ name, description, parameters }) => {
    const schema = geminiSchema(parameters, parameters, 0);
    // An object without properties is refused; a function without parameters takes none.
    return { name, description, ...(schema.properties !== undefined && { parameters: schema }) };
  });

/** JSON Schema in the part of OpenAPI's that Gemini takes. What it cannot say is left out: tools check their input. */
function geminiSchema(given: JsonObject, root: JsonObject, depth: number): JsonObject {
  if (depth > MAX_DEPTH) return { type: 'STRING' };
  const schema = merged(given, root);
  const alternatives = listAt(schema, 'anyOf') ?? listAt(schema, 'oneOf');
  const some = alternatives?.filter(({ type }) => type !== 'null') ?? [];
  const nullable = isNullable(schema) || some.length < (alternatives?.length ?? 0);
  const [only] = some;
  if (only && some.length === 1) {
    const { anyOf: _, oneOf: __, ...rest } = schema;
    return { ...geminiSchema({ ...rest, ...only }, root, depth + 1), ...(nullable && { nullable }) };
  }
  const type = typeOf(schema);
  const result: JsonObject = {};
  if (type !== null) result.type = type.toUpperCase();
  for (const key of SHARED) if (schema[key] !== undefined) result[key] = schema[key];
  if (nullable) result.nullable = true;
  const format = stringAt(schema, 'format');
  if (format !== null && FORMATS[type ?? '']?.includes(format)) result.format = format;
  addValues(result, schema, type);
  if (some.length > 1) result.anyOf = some.map((each) => geminiSchema(each, root, depth + 1));
  if (type === 'array') result.items = geminiSchema(objectAt(schema, 'items') ?? {}, root, depth + 1);
  if (type === 'object') addProperties(result, schema, root, depth);
  return result;
}

/** With what it refers to and what it is made of. */
function merged(given: JsonObject, root: JsonObject): JsonObject {
  const referred = referredBy(given, root);
  const base = referred ? { ...referred, ...given } : given;
  const parts = listAt(base, 'allOf');
  if (!parts) return base;
  const { allOf: _, ...rest } = base;
  return parts.reduce<JsonObject>((sum, part) => {
    const properties = { ...objectAt(sum, 'properties'), ...objectAt(part, 'properties') };
    const required = [...namesAt(sum), ...namesAt(part)];
    return { ...sum, ...part, ...(Object.keys(properties).length > 0 && { properties }), required };
  }, rest);
}

function referredBy({ $ref: reference }: JsonObject, root: JsonObject): JsonObject | null {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return null;
  return reference
    .slice(2)
    .split('/')
    .reduce<JsonObject | null>((at, key) => (at && Object.hasOwn(at, key) ? asObject(at[key]) : null), root);
}

function typeOf(schema: JsonObject): string | null {
  const { type } = schema;
  const named = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
  if (typeof named === 'string' && TYPES.has(named)) return named;
  if (schema.properties !== undefined) return 'object';
  return Array.isArray(schema.enum) || schema.const !== undefined || !hasAlternatives(schema) ? 'string' : null;
}

const hasAlternatives = ({ anyOf, oneOf }: JsonObject): boolean => Array.isArray(anyOf) || Array.isArray(oneOf);
const isNullable = ({ type, nullable }: JsonObject): boolean =>
  nullable === true || (Array.isArray(type) && type.includes('null'));

/** Only texts can be listed; of numbers the description says which ones may be given. */
function addValues(result: JsonObject, schema: JsonObject, type: string | null): void {
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (!Array.isArray(values)) return;
  const named = values.filter((value) => value !== null).map(String);
  if (type === 'string') result.enum = named;
  else result.description = [result.description, `One of: ${named.join(', ')}.`].filter(Boolean).join(' ');
}

function addProperties(result: JsonObject, schema: JsonObject, root: JsonObject, depth: number): void {
  const properties = Object.entries(objectAt(schema, 'properties') ?? {});
  if (properties.length === 0) return;
  result.properties = Object.fromEntries(
    properties.map(([name, each]) => [name, geminiSchema(asObject(each) ?? {}, root, depth + 1)]),
  );
  const required = namesAt(schema).filter((name) => properties.some(([each]) => each === name));
  if (required.length > 0) result.required = [...new Set(required)];
}

const namesAt = ({ required }: JsonObject): string[] =>
  Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];

function listAt(schema: JsonObject, key: string): JsonObject[] | null {
  const value = schema[key];
  return Array.isArray(value) ? value.map(asObject).filter((entry) => entry !== null) : null;
}
