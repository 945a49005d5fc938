import type { OpenApi } from './openapi.ts';
import { shapeOf, showTypes, type Shape } from './shape.ts';

/** Requests may ask for less than the reference, answers may not give less. */
export type Direction = 'request' | 'response';

export interface Documents {
  reference: OpenApi;
  ours: OpenApi;
}

/** Schemas that contain themselves are compared this far down. */
const MAX_DEPTH = 8;

function compareProperties(
  documents: Documents,
  wanted: Shape,
  found: Shape,
  direction: Direction,
  path: string,
  depth: number,
): string[] {
  const problems: string[] = [];
  for (const [name, schema] of wanted.properties) {
    const at = `${path}.${name}`;
    const own = found.properties.get(name);
    if (own === undefined) {
      problems.push(`${at}: missing`);
      continue;
    }
    const isRequired = found.required.has(name);
    const mustBe = wanted.required.has(name);
    if (direction === 'request' && isRequired && !mustBe) problems.push(`${at}: required, optional in the reference`);
    if (mustBe && !isRequired) problems.push(`${at}: optional, required in the reference`);
    problems.push(...compareSchemas(documents, schema, own, direction, at, depth + 1));
  }
  for (const name of found.properties.keys()) {
    if (!wanted.properties.has(name)) problems.push(`${path}.${name}: not in the reference`);
  }
  return problems;
}

function compareValues(wanted: Shape, found: Shape, direction: Direction, path: string): string[] {
  const problems: string[] = [];
  if (wanted.values !== null) {
    const expected = showTypes(wanted.values);
    const actual = found.values === null ? '(open)' : showTypes(found.values);
    if (actual !== expected) problems.push(`${path}: values ${actual} instead of ${expected}`);
  }
  const expected = JSON.stringify(wanted.defaultValue);
  const actual = JSON.stringify(found.defaultValue);
  if (direction === 'request' && expected !== undefined && expected !== actual) {
    problems.push(`${path}: default ${actual} instead of ${expected}`);
  }
  return problems;
}

/** How our schema departs from the reference's, one line a difference. */
export function compareSchemas(
  documents: Documents,
  wantedSchema: unknown,
  ownSchema: unknown,
  direction: Direction,
  path: string,
  depth = 0,
): string[] {
  if (depth > MAX_DEPTH) return [];
  const wanted = shapeOf(documents.reference, wantedSchema);
  const found = shapeOf(documents.ours, ownSchema);
  const expected = showTypes(wanted.types);
  const actual = showTypes(found.types);
  // Below different types there is nothing left to compare.
  if (wanted.types.size > 0 && found.types.size > 0 && expected !== actual) {
    return [`${path}: ${actual} instead of ${expected}`];
  }
  const problems = wanted.types.size > 0 && found.types.size === 0 ? [`${path}: any instead of ${expected}`] : [];
  problems.push(...compareValues(wanted, found, direction, path));
  if (wanted.items !== null) {
    if (found.items === null) problems.push(`${path}: items are not described`);
    else problems.push(...compareSchemas(documents, wanted.items, found.items, direction, `${path}[]`, depth + 1));
  }
  if (wanted.properties.size > 0) {
    problems.push(...compareProperties(documents, wanted, found, direction, path, depth));
  }
  return problems;
}
