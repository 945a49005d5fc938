import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { asObject, type JsonObject } from '../realtime/json.ts';

/** A published document; with `strict`, objects take no fields but those it names, which is how the server is. */
export function loadSchemas(document: URL, strictness: 'strict' | 'as published'): Ajv {
  const schemas = JSON.parse(readFileSync(document, 'utf8')) as JsonObject;
  if (strictness === 'strict') closeObjects(schemas);
  // The document carries formats and defaults that are notes to readers.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  return ajv.addSchema(schemas, 'openai');
}

export function schemaOf(ajv: Ajv, name: string): ValidateFunction {
  const validate = ajv.getSchema(`openai#/components/schemas/${name}`);
  if (!validate) throw new Error(`The published document has no ${name}`);
  return validate;
}

function closeObjects(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(closeObjects);
  const object = asObject(node);
  if (!object) return;
  if (asObject(object.properties) && object.type === 'object') object.additionalProperties ??= false;
  Object.values(object).forEach(closeObjects);
}
