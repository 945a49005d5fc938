/* oxlint-disable no-underscore-dangle -- zod keeps a schema's definition under `_zod`. */
import type { z } from 'zod';

/** Any zod schema, seen through its definition rather than its methods. */
export type Schema = z.core.$ZodType;
type KnownSchema = z.core.$ZodTypes;

/** The schema's definition, as a union that `type` tells apart. */
export function definition(schema: Schema): KnownSchema['_zod']['def'] {
  return (schema as KnownSchema)._zod.def;
}

/** The schema below optional, nullable, default and the like: the one that says what a given value must be. */
export function unwrap(schema: Schema): Schema {
  const def = definition(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
    case 'nonoptional':
      return unwrap(def.innerType);
    case 'pipe':
      // A preprocess is a pipe out of a transform, which says nothing about what comes in.
      return unwrap(definition(def.in).type === 'transform' ? def.out : def.in);
    case 'lazy':
      return unwrap(def.getter());
    default:
      return schema;
  }
}

/** The fields of an object schema, an intersection's together. Null for anything else. */
export function fieldsOf(schema: Schema): Record<string, Schema> | null {
  const def = definition(unwrap(schema));
  if (def.type === 'object') return def.shape;
  if (def.type !== 'intersection') return null;
  const left = fieldsOf(def.left);
  const right = fieldsOf(def.right);
  return left && right ? { ...left, ...right } : null;
}

/** True when the schema keeps fields it does not name (`z.looseObject`, records, `any`). */
export function keepsUnknownFields(schema: Schema): boolean {
  const def = definition(unwrap(schema));
  if (def.type === 'object') return def.catchall !== undefined && definition(def.catchall).type !== 'never';
  if (def.type === 'intersection') return keepsUnknownFields(def.left) || keepsUnknownFields(def.right);
  return true;
}

/** True for an object field that may be left out, with a default or without. */
export const isOptional = (schema: Schema): boolean => schema._zod.optin !== undefined;

/** The schema's name in the document, given by `.meta({ id })`. */
export function schemaName(schema: Schema): string | undefined {
  return (schema as z.ZodType).meta()?.id;
}

/** The schema that judges the value at `path`; null where a union or a free-form part leaves that open. */
export function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | null {
  let current = unwrap(schema);
  for (const key of path) {
    const def = definition(current);
    let next: Schema | undefined;
    if (def.type === 'array') next = def.element;
    else if (def.type === 'record') next = def.valueType;
    else if (def.type === 'tuple') next = def.items[Number(key)] ?? def.rest ?? undefined;
    else next = fieldsOf(current)?.[String(key)];
    if (next === undefined) return null;
    current = unwrap(next);
  }
  return current;
}

/** True for a number schema that takes whole numbers only. */
export function isInteger(schema: Schema): boolean {
  const def = definition(schema);
  if (def.type !== 'number') return false;
  const isIntegerFormat = (format: string | undefined) =>
    format === 'safeint' || format === 'int32' || format === 'uint32';
  if ('format' in def && isIntegerFormat(String(def.format))) return true;
  return (def.checks ?? []).some((check) => {
    const checkDef: z.core.$ZodCheckDef & { format?: string } = check._zod.def;
    return isIntegerFormat(checkDef.format);
  });
}
