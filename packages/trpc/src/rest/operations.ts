import type { AnyTRPCRouter } from '@trpc/server';
import type { BodyFormat, OperationMeta, RestOptions } from '../meta.ts';
import { procedureDefinitions, type ProcedureDefinition } from '../procedure-definitions.ts';
import { coercionFor, isList, isNothingWhenEmpty, type Coercion } from '../validation/coercion.ts';
import {
  definition,
  fieldsOf,
  isOptional,
  keepsUnknownFields,
  unwrap,
  type Schema,
} from '../validation/schema-structure.ts';

/** `rpc`: a field that REST does not have. */
export type FieldPlace = 'path' | 'query' | 'header' | 'body' | 'rpc';

/** One REST operation, with all that can be known before a request comes. */
export interface Operation {
  /** The procedure's path: `agents.list`. */
  name: string;
  method: string;
  path: string;
  meta: OperationMeta;
  openapi: NonNullable<OperationMeta['openapi']>;
  rest: RestOptions;
  type: ProcedureDefinition['type'];
  call: ProcedureDefinition['call'];
  inputs: Schema[];
  output: Schema | null;
  /** Honors `Idempotency-Key`: every POST that changes something does, unless it says otherwise. */
  isIdempotent: boolean;
  /** False when the procedure takes no input, or none that a client can give. */
  takesInput: boolean;
  pathFields: string[];
  /** Input field to header name, the latter as documented. */
  headerFields: [field: string, header: string][];
  /** Where each field of the input comes from; fields not listed come from the body, or from the query without one. */
  places: Map<string, FieldPlace>;
  fields: Map<string, Schema>;
  coercions: Map<string, Coercion>;
  /** Fields that are lists: one value of a form is a list of one. */
  listFields: Set<string>;
  /** Fields whose empty form value means none. */
  emptyIsNothing: Set<string>;
  /** Fields whose empty value in a query or header means none: tools send their empty inputs so. */
  absentWhenEmpty: Set<string>;
  /** Fields of a multipart body that are files. */
  fileFields: Set<string>;
  /** How many files a body may have. */
  maxFiles: number;
  /** Null for an operation whose method has no body. */
  body: BodyFormat | null;
  /** Whether a request without a body is refused, also where no field of the body is required. */
  isBodyRequired: boolean;
  /** The body's fields may be others than the declared ones, or no fields at all. */
  isOpenBody: boolean;
  status: number;
}

const METHODS_WITHOUT_BODY = new Set(['GET', 'DELETE']);
const PATH_FIELD = /\{(\w+)\}/g;

/** A field by name; where several inputs declare it, the last wins, as its parsed value does. */
function inputFields(inputs: readonly Schema[]): Map<string, Schema> {
  return new Map(inputs.flatMap((input) => Object.entries(fieldsOf(input) ?? {})));
}

function takesInput(inputs: readonly Schema[]): boolean {
  return inputs.some((input) => {
    const { type } = definition(unwrap(input));
    return type !== 'void' && type !== 'undefined';
  });
}

function placeFields(fields: Map<string, Schema>, pathFields: string[], rest: RestOptions, hasBody: boolean) {
  const places = new Map<string, FieldPlace>();
  for (const field of fields.keys()) {
    if (rest.rpcOnly?.includes(field)) places.set(field, 'rpc');
    else if (pathFields.includes(field)) places.set(field, 'path');
    else if (rest.headers && field in rest.headers) places.set(field, 'header');
    else if (!hasBody || rest.query?.includes(field)) places.set(field, 'query');
    else places.set(field, 'body');
  }
  return places;
}

/**
 * A change that a client could repeat by accident. Without a principal there is nobody whose key it could be, and whoever
 * comes with an expired token cannot be told the same twice.
 */
function isIdempotentByDefault({ meta: { openapi, rest = {}, access = 'public' } }: ProcedureDefinition): boolean {
  if (openapi?.method !== 'POST' || access === 'public') return false;
  return rest.audited !== false && rest.produces === undefined && rest.afterExpirySeconds === undefined;
}

/** Files of a field that is a list; so many fit into one request. */
const MAX_LISTED_FILES = 20;

const isFile = (field: Schema): boolean => definition(unwrap(field)).type === 'custom';

function isFileList(field: Schema): boolean {
  const def = definition(unwrap(field));
  return def.type === 'array' && isFile(def.element);
}

function checkDeclared(operation: string, fields: Map<string, Schema>, names: readonly string[]): void {
  for (const name of names) {
    if (!fields.has(name)) throw new Error(`${operation}: the input has no field ${name}`);
  }
}

function compileOperation(procedure: ProcedureDefinition): Operation | null {
  const { name, meta, inputs } = procedure;
  const { openapi, rest = {} } = meta;
  if (!openapi || openapi.enabled === false) return null;
  const fields = inputFields(inputs);
  const pathFields = [...openapi.path.matchAll(PATH_FIELD)].map((match) => match[1] ?? '');
  const headerFields = Object.entries(rest.headers ?? {});
  const hasBody = !METHODS_WITHOUT_BODY.has(openapi.method);
  checkDeclared(name, fields, [
    ...pathFields,
    ...headerFields.map(([field]) => field),
    ...(rest.query ?? []),
    ...(rest.rpcOnly ?? []),
    ...(rest.bodyKey === undefined ? [] : [rest.bodyKey]),
  ]);
  const declared = [...fields];
  const files = rest.body === 'multipart' ? declared.filter(([, schema]) => isFile(schema) || isFileList(schema)) : [];
  return {
    name,
    method: openapi.method,
    path: openapi.path,
    meta,
    openapi,
    rest,
    type: procedure.type,
    call: procedure.call,
    inputs,
    output: procedure.output,
    isIdempotent: rest.idempotent === undefined ? isIdempotentByDefault(procedure) : rest.idempotent !== false,
    takesInput: takesInput(inputs),
    pathFields,
    headerFields,
    places: placeFields(fields, pathFields, rest, hasBody),
    fields,
    coercions: new Map(declared.map(([field, schema]) => [field, coercionFor(schema)])),
    listFields: new Set(declared.filter(([, schema]) => isList(schema)).map(([field]) => field)),
    emptyIsNothing: new Set(declared.filter(([, schema]) => isNothingWhenEmpty(schema)).map(([field]) => field)),
    absentWhenEmpty: new Set(
      declared
        .filter(([, schema]) => isNothingWhenEmpty(schema) || isList(schema) || isOptional(schema))
        .map(([field]) => field),
    ),
    fileFields: new Set(files.map(([field]) => field)),
    maxFiles: files.reduce((sum, [, schema]) => sum + (isFile(schema) ? 1 : MAX_LISTED_FILES), 0),
    body: hasBody ? (rest.body ?? 'json') : null,
    isBodyRequired: rest.bodyRequired === true,
    isOpenBody: inputs.some(keepsUnknownFields),
    status: rest.status ?? 200,
  };
}

/** The REST operations of a router, in its order. */
export function compileOperations(router: AnyTRPCRouter): Operation[] {
  return procedureDefinitions(router)
    .map(compileOperation)
    .filter((operation) => operation !== null);
}
