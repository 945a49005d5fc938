import type { OpenApi } from '@leadlock/api/contract/openapi';
import type { Schema } from './reference.ts';

const REFERENCE = '#/components/schemas/';

const PLAIN: Readonly<Record<string, string>> = {
  string: 'z.string()',
  integer: 'z.int()',
  number: 'z.number()',
  boolean: 'z.boolean()',
};

/** The name that a schema refers to, if that is all it does. */
export const referredName = ({ $ref }: Schema): string | null =>
  typeof $ref === 'string' && $ref.startsWith(REFERENCE) ? $ref.slice(REFERENCE.length) : null;

export const namedSchema = (document: OpenApi, name: string): Schema =>
  (document.components?.schemas?.[name] ?? {}) as Schema;

const isNull = ({ type }: Schema): boolean => type === 'null';

const alternativesOf = ({ anyOf }: Schema): Schema[] => (anyOf ?? []) as Schema[];

function objectCode(schema: Schema): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  if (properties.length === 0) return 'z.record(z.string(), z.unknown())';
  const required = new Set(schema['required'] as string[] | undefined);
  const fields = properties.map(([name, property]) => `${name}: ${fieldCode(property, required.has(name))},`);
  return `z.object({ ${fields.join(' ')} })`;
}

/** What stands for a value, without its default and without null. */
function valueCode(schema: Schema): string {
  const name = referredName(schema);
  if (name !== null) return name;
  const others = alternativesOf(schema).filter((alternative) => !isNull(alternative));
  if (others.length > 1) return `z.union([${others.map(valueCode).join(', ')}])`;
  if (others[0] !== undefined) return valueCode(others[0]);
  if (Array.isArray(schema['enum'])) return `z.enum(${JSON.stringify(schema['enum'])})`;
  if (schema['type'] === 'array') return `z.array(${valueCode((schema['items'] ?? {}) as Schema)})`;
  if (schema['type'] === 'object') return objectCode(schema);
  return PLAIN[String(schema['type'])] ?? 'z.unknown()';
}

/** A field with whether it may be left out, may be null, and what it is then. */
function fieldCode(schema: Schema, isRequired: boolean): string {
  const hasDefault = 'default' in schema;
  const isNullable = alternativesOf(schema).some(isNull);
  const isOptional = !isRequired && !hasDefault;
  const nothing =
    isNullable && isOptional ? '.nullish()' : isNullable ? '.nullable()' : isOptional ? '.optional()' : '';
  return `${valueCode(schema)}${nothing}${hasDefault ? `.default(${JSON.stringify(schema['default'])})` : ''}`;
}

/** A schema as an expression; other named ones are referred to by their names. */
export const schemaCode = valueCode;

/** A parameter of a query: it is left out where it has no value, never null. */
export function parameterCode(schema: Schema, isRequired: boolean): string {
  const { anyOf, ...rest } = schema;
  const [only] = ((anyOf ?? []) as Schema[]).filter((alternative) => !isNull(alternative));
  const single = only === undefined ? rest : { ...rest, ...only };
  return fieldCode(single['type'] === undefined ? { ...single, type: 'string' } : single, isRequired);
}

/** The named schemas that a schema needs, each after those that it needs itself. */
export function neededNames(document: OpenApi, schema: unknown, seen: Set<string> = new Set()): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const name = referredName(schema as Schema);
  if (name === null) return Object.values(schema).flatMap((inner) => neededNames(document, inner, seen));
  if (seen.has(name)) return [];
  seen.add(name);
  return [...neededNames(document, namedSchema(document, name), seen), name];
}
