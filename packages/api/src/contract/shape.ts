import { dereference, type OpenApi } from './openapi.ts';

/** What values a schema allows, with its alternatives and references folded into one. */
export interface Shape {
  /** JSON types; empty when any is allowed. */
  types: Set<string>;
  properties: Map<string, unknown>;
  required: Set<string>;
  items: unknown;
  /** Null when any value of the types will do. */
  values: Set<unknown> | null;
  defaultValue: unknown;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);

const typeName = (value: unknown): string => (value === null ? 'null' : typeof value);

function addValues(shape: Shape, values: unknown[]): void {
  const allowed = (shape.values ??= new Set());
  for (const value of values) if (value !== null) allowed.add(value);
}

function addEnum(shape: Shape, values: unknown[], hasType: boolean): void {
  addValues(shape, values);
  if (values.includes(null)) shape.types.add('null');
  if (!hasType) shape.types.add(typeof values.find((value) => value !== null));
}

function addProperties(shape: Shape, properties: object, required: unknown): void {
  shape.types.add('object');
  for (const [name, schema] of Object.entries(properties)) shape.properties.set(name, schema);
  for (const name of list(required)) shape.required.add(String(name));
}

function add(document: OpenApi, shape: Shape, node: unknown): void {
  const schema = dereference(document, node);
  const { anyOf, oneOf, allOf, enum: values, type, properties, items } = schema;
  // The outermost default counts, null included.
  if (shape.defaultValue === undefined) shape.defaultValue = schema['default'];
  for (const alternative of [...list(anyOf ?? oneOf), ...list(allOf)]) add(document, shape, alternative);
  if (schema['const'] !== undefined) {
    shape.types.add(typeName(schema['const']));
    if (schema['const'] !== null) addValues(shape, [schema['const']]);
  }
  if (Array.isArray(values)) addEnum(shape, values, type !== undefined);
  for (const name of list(type)) shape.types.add(String(name));
  if (schema['nullable'] === true) shape.types.add('null');
  if (typeof properties === 'object' && properties !== null) addProperties(shape, properties, schema['required']);
  if (typeof items === 'object' && items !== null && Object.keys(items).length > 0) shape.items = items;
}

export function shapeOf(document: OpenApi, node: unknown): Shape {
  const shape: Shape = {
    types: new Set(),
    properties: new Map(),
    required: new Set(),
    items: null,
    values: null,
    defaultValue: undefined,
  };
  add(document, shape, node);
  return shape;
}

export const showTypes = (types: ReadonlySet<unknown>): string =>
  types.size === 0 ? 'any' : [...types].map(String).sort().join('|');
