import { compareSchemas, type Documents } from './compare-schemas.ts';
import { dereference, type MediaType, type OpenApi, type Operation, type Parameter } from './openapi.ts';
import { shapeOf, showTypes } from './shape.ts';

/** One operation of the reference, and how ours departs from it. */
export interface OperationVerdict {
  /** `GET /agents/{agent_id}`, as the reference writes it. */
  operation: string;
  tag: string;
  isPresent: boolean;
  problems: string[];
}

export interface Comparison {
  verdicts: OperationVerdict[];
  /** Our operations that the reference does not have. */
  extras: string[];
  /** The reference's component schemas, and those we have under the same name. */
  schemas: { total: number; named: string[] };
}

/** Paths are the same whatever their parameters are called. */
const generic = (path: string): string => path.replace(/\{[^{}]+\}/g, '{}');

/** Bodies that the reference does not print although its description says that they are read. */
const UNPRINTED_BODY = /webhook|trigger/;

const parametersOf = (document: OpenApi, operation: Operation): Parameter[] =>
  (operation.parameters ?? []).map((node) => dereference(document, node) as unknown as Parameter);

/** Null counts as leaving a parameter out, so it makes no difference here. */
function parameterTypes(document: OpenApi, parameter: Parameter): Set<string> {
  const { types } = shapeOf(document, parameter.schema);
  types.delete('null');
  return types;
}

function compareParameters({ reference, ours }: Documents, path: string, wanted: Operation, own: Operation): string[] {
  const problems: string[] = [];
  const wantedParameters = parametersOf(reference, wanted);
  const ownParameters = parametersOf(ours, own);
  for (const parameter of wantedParameters) {
    const at = `${parameter.in} ${parameter.name}`;
    const same = ownParameters.find(
      (candidate) => candidate.in === parameter.in && candidate.name.toLowerCase() === parameter.name.toLowerCase(),
    );
    if (same === undefined) {
      problems.push(`${at}: missing`);
      continue;
    }
    if (Boolean(same.required) !== Boolean(parameter.required)) {
      problems.push(`${at}: required ${Boolean(same.required)} instead of ${Boolean(parameter.required)}`);
    }
    const types = parameterTypes(reference, parameter);
    const expected = showTypes(types);
    const actual = showTypes(parameterTypes(ours, same));
    if (types.size > 0 && expected !== actual) problems.push(`${at}: ${actual} instead of ${expected}`);
  }
  for (const parameter of ownParameters) {
    const isInPath = parameter.in === 'path' && path.includes(`{${parameter.name}}`);
    if (parameter.in === 'header' || isInPath) continue;
    if (!wantedParameters.some((candidate) => candidate.in === parameter.in && candidate.name === parameter.name)) {
      problems.push(`${parameter.in} ${parameter.name}: not in the reference`);
    }
  }
  return problems;
}

const contentOf = (document: OpenApi, node: unknown): Record<string, MediaType> =>
  (dereference(document, node)['content'] ?? {}) as Record<string, MediaType>;

function compareBodies(documents: Documents, path: string, wanted: Operation, own: Operation): string[] {
  if (wanted.requestBody === undefined) {
    return own.requestBody !== undefined && !UNPRINTED_BODY.test(path) ? ['body: not in the reference'] : [];
  }
  const [entry] = Object.entries(contentOf(documents.reference, wanted.requestBody));
  if (entry === undefined) return [];
  const [type, media] = entry;
  const ownMedia = contentOf(documents.ours, own.requestBody)[type];
  if (ownMedia === undefined) return [`body ${type}: missing`];
  const isRequired = dereference(documents.ours, own.requestBody)['required'] === true;
  const mustBe = dereference(documents.reference, wanted.requestBody)['required'] === true;
  return [
    ...(isRequired === mustBe ? [] : [`body: required ${isRequired} instead of ${mustBe}`]),
    ...compareSchemas(documents, media.schema, ownMedia.schema, 'request', 'body'),
  ];
}

const JSON_TYPE = 'application/json';

function compareSuccess(documents: Documents, wanted: Operation, own: Operation): string[] {
  const entry = Object.entries(wanted.responses ?? {}).find(([status]) => status.startsWith('2'));
  if (entry === undefined) return [];
  const [status, response] = entry;
  const ownResponse = own.responses?.[status];
  if (ownResponse === undefined) {
    return [`response ${status}: missing (has ${Object.keys(own.responses ?? {}).join(', ')})`];
  }
  const media = contentOf(documents.reference, response)[JSON_TYPE];
  if (media === undefined) return [];
  const ownMedia = contentOf(documents.ours, ownResponse)[JSON_TYPE];
  if (ownMedia?.schema === undefined) return [`response ${status}: no JSON schema`];
  return compareSchemas(documents, media.schema, ownMedia.schema, 'response', 'response');
}

function compareOperations(documents: Documents, path: string, wanted: Operation, own: Operation): string[] {
  const lacksInvalid = wanted.responses?.['422'] !== undefined && own.responses?.['422'] === undefined;
  return [
    ...compareParameters(documents, path, wanted, own),
    ...compareBodies(documents, path, wanted, own),
    ...compareSuccess(documents, wanted, own),
    ...(lacksInvalid ? ['response 422: missing'] : []),
  ];
}

function operationsOf(document: OpenApi): { path: string; method: string; operation: Operation }[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
  );
}

const keyOf = (method: string, path: string): string => `${method} ${generic(path)}`;

/**
 * Compares our document with the reference by structure, references followed.
 *
 * - parameters: same names, places, requiredness and types; more headers are fine
 * - requests: same fields, types, defaults and values; nothing required that the reference leaves optional
 * - answers: every field there with its type, and required where the reference requires it; no other fields
 */
export function compareDocuments(reference: OpenApi, ours: OpenApi): Comparison {
  const documents: Documents = { reference, ours };
  const own = new Map(operationsOf(ours).map((entry) => [keyOf(entry.method, entry.path), entry.operation]));
  const wanted = operationsOf(reference);
  const verdicts = wanted.map(({ path, method, operation }): OperationVerdict => {
    const found = own.get(keyOf(method, path));
    return {
      operation: `${method.toUpperCase()} ${path}`,
      tag: operation.tags?.[0] ?? '',
      isPresent: found !== undefined,
      problems: found === undefined ? [] : compareOperations(documents, path, operation, found),
    };
  });
  const known = new Set(wanted.map(({ method, path }) => keyOf(method, path)));
  const extras = operationsOf(ours)
    .filter(({ method, path }) => !known.has(keyOf(method, path)))
    .map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  const names = Object.keys(reference.components?.schemas ?? {});
  const ownNames = new Set(Object.keys(ours.components?.schemas ?? {}));
  return { verdicts, extras, schemas: { total: names.length, named: names.filter((name) => ownNames.has(name)) } };
}
