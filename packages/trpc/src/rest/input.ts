import type { IncomingHttpHeaders } from 'node:http';
import { AppError, type FieldError } from '@leadlock/core/errors';
import { valueAt, type InputNames } from '../validation/field-errors.ts';
import type { Body } from './received-body.ts';
import { parseQuery } from './form.ts';
import type { Operation } from './operations.ts';

type Input = Record<string, unknown>;

/** What a request offers, before anything was read out of it. */
export interface RequestParts {
  params: Record<string, string | undefined>;
  /** Without the question mark. */
  query: string;
  headers: IncomingHttpHeaders;
  body: Body;
}

const bodyError = (type: string, msg: string, input: unknown): AppError => {
  const field: FieldError = { type, loc: ['body'], msg, input };
  return new AppError('validation', msg, { fields: [field] });
};

/** `null` is JSON's way to send no body. */
const isAbsent = (body: Body): boolean => body.kind === 'none' || (body.kind === 'json' && body.value === null);

function readQuery(operation: Operation, query: string, input: Input): void {
  for (const [field, value] of Object.entries(parseQuery(query))) {
    const coerce = operation.places.get(field) === 'query' ? operation.coercions.get(field) : undefined;
    if (value === '' && operation.absentWhenEmpty.has(field)) continue;
    if (coerce !== undefined && value !== undefined) input[field] = coerce(value);
  }
}

const isText = (value: unknown): value is string | string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));

function readForm(operation: Operation, form: Record<string, unknown>, input: Input): void {
  for (const [field, value] of Object.entries(form)) {
    const place = operation.places.get(field);
    if (place === undefined ? !operation.isOpenBody : place !== 'body') continue;
    if (value === '' && operation.emptyIsNothing.has(field)) continue;
    const coerce = operation.coercions.get(field);
    if (coerce !== undefined && isText(value)) input[field] = coerce(value);
    else input[field] = operation.listFields.has(field) && !Array.isArray(value) ? [value] : value;
  }
}

function readJson(operation: Operation, value: unknown, input: Input): void {
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw bodyError(
      'model_attributes_type',
      'Input should be a valid dictionary or object to extract fields from',
      value,
    );
  }
  Object.assign(input, value);
  // A field that has its place elsewhere cannot come through the body.
  for (const [field, place] of operation.places) if (place !== 'body') delete input[field];
}

function readBodyFields(operation: Operation, body: Body, input: Input): void {
  const { bodyKey } = operation.rest;
  if (bodyKey !== undefined) {
    if (!isAbsent(body) && body.kind !== 'none') input[bodyKey] = body.value;
  } else if (body.kind === 'form') readForm(operation, body.value, input);
  else if (body.kind === 'json' && body.value !== null) readJson(operation, body.value, input);
}

/** The procedure's input, put together from the request's parts. JSON bodies are taken as they are, text is coerced. */
export function assembleInput(operation: Operation, parts: RequestParts): unknown {
  if (!operation.takesInput) return undefined;
  if (operation.isBodyRequired && isAbsent(parts.body)) throw bodyError('missing', 'Field required', null);
  // Nothing that a client calls a field reaches into a prototype.
  const input = Object.create(null) as Input;
  if (operation.body !== null) readBodyFields(operation, parts.body, input);
  if (parts.query !== '') readQuery(operation, parts.query, input);
  for (const [field, header] of operation.headerFields) {
    const value = parts.headers[header.toLowerCase()];
    if (value === undefined || (value === '' && operation.absentWhenEmpty.has(field))) continue;
    input[field] = operation.coercions.get(field)?.(value);
  }
  for (const field of operation.pathFields) {
    const value = parts.params[field];
    if (value !== undefined) input[field] = operation.coercions.get(field)?.(value);
  }
  return input;
}

/** A text field as it was sent, before coercion; of a repeated one the last, which is what counted. */
function sentText(operation: Operation, parts: RequestParts, field: string): unknown {
  const place = operation.places.get(field);
  let sent: unknown;
  if (place === 'path') sent = parts.params[field];
  else if (place === 'query') sent = parseQuery(parts.query)[field];
  else if (place === 'header') sent = parts.headers[(operation.rest.headers?.[field] ?? field).toLowerCase()];
  else if (parts.body.kind === 'form') sent = parts.body.value[field];
  return Array.isArray(sent) ? sent.at(-1) : sent;
}

/** How a REST client sees an operation's input fields; only asked when one of them failed. */
export function inputNames(operation: Operation, parts: RequestParts, input: unknown): InputNames {
  const { places, rest, listFields } = operation;
  const defaultPlace = operation.body === null ? 'query' : 'body';
  const placeOf = (field: PropertyKey | undefined) => places.get(String(field)) ?? defaultPlace;
  return {
    locate([field, ...inside]) {
      if (field === undefined) return [defaultPlace];
      const tail = inside.map((key) => (typeof key === 'number' ? key : String(key)));
      if (field === rest.bodyKey) return ['body', ...tail];
      return [placeOf(field), rest.headers?.[String(field)] ?? String(field), ...tail];
    },
    isText: (field) => placeOf(field) !== 'body' || parts.body.kind === 'form',
    valueAt(path) {
      const value = valueAt(input, path);
      const [field] = path;
      if (field === undefined || path.length > 1 || value === undefined || listFields.has(String(field))) return value;
      return sentText(operation, parts, String(field)) ?? value;
    },
  };
}

/** Many missing fields because there is no body at all are one error: the body is missing. */
export function withoutBody(operation: Operation, parts: RequestParts, fields: FieldError[]): FieldError[] {
  // A form without a field and no form at all look the same to its reader.
  if (operation.body !== 'json' || !isAbsent(parts.body)) return fields;
  const elsewhere = fields.filter((field) => field.loc[0] !== 'body');
  if (elsewhere.length === fields.length) return fields;
  return [...elsewhere, { type: 'missing', loc: ['body'], msg: 'Field required', input: null }];
}
