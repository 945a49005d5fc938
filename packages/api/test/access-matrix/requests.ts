import type { Operation } from '@leadlock/trpc/rest/operations';
import { ROWS } from './rows.ts';

/** Ids by the name of their field. */
export type Ids = Readonly<Record<string, string>>;

export interface PreparedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body: string | FormData | undefined;
}

/** The kind of row that a field names, alone or in a list; null for every other field. */
export function rowKind(field: string): string | null {
  const single = field.replace(/_ids$/, '_id');
  return single in ROWS ? single : null;
}

/** The ids outside of the path that an operation takes. */
export function idFields(operation: Operation): string[] {
  return [...operation.fields.keys()].filter(
    (field) => rowKind(field) !== null && !operation.pathFields.includes(field),
  );
}

/** What is too long to be shown whole in an example: half a second of silence. */
const LONG_VALUES: Readonly<Record<string, string>> = { audio_base64: Buffer.alloc(24_000).toString('base64') };

function exampleOf(operation: Operation): Record<string, unknown> {
  const example = Object.entries(operation.meta.examples?.request ?? {});
  return Object.fromEntries(example.map(([field, value]) => [field, LONG_VALUES[field] ?? value]));
}

/** The example, with ids of rows that are there. An id that the example leaves out is left out here, unless it is asked for. */
function fieldValues(operation: Operation, ids: Ids, required: ReadonlySet<string>): Map<string, unknown> {
  const example = exampleOf(operation);
  const values = new Map(Object.entries(example));
  for (const field of operation.fields.keys()) {
    const kind = rowKind(field);
    if (kind === null || !(field in example || required.has(field) || operation.pathFields.includes(field))) continue;
    values.set(field, field === kind ? ids[kind] : [ids[kind]]);
  }
  return values;
}

/** The smallest PNG there is: one transparent pixel. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

function multipart(operation: Operation, fields: ReadonlyMap<string, unknown>): FormData {
  const form = new FormData();
  for (const field of operation.fields.keys()) {
    if (operation.places.get(field) !== 'body') continue;
    const value = fields.get(field);
    if (typeof value === 'string') form.set(field, value);
    // What has no example is a file: files cannot be shown in one.
    else form.set(field, new Blob([Buffer.from(PNG, 'base64')], { type: 'image/png' }), 'picture.png');
  }
  return form;
}

function bodyOf(operation: Operation, fields: ReadonlyMap<string, unknown>): Pick<PreparedRequest, 'headers' | 'body'> {
  if (operation.body === null) return { headers: {}, body: undefined };
  if (operation.body === 'multipart') return { headers: {}, body: multipart(operation, fields) };
  const { bodyKey } = operation.rest;
  const sent = [...fields].filter(([field]) => (operation.places.get(field) ?? 'body') === 'body');
  if (operation.body === 'form') {
    const form = new URLSearchParams(sent.map(([field, value]): [string, string] => [field, String(value)]));
    return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: form.toString() };
  }
  const body = bodyKey === undefined ? Object.fromEntries(sent) : fields.get(bodyKey);
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function queryOf(operation: Operation, fields: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [field, value] of fields) {
    if (operation.places.get(field) !== 'query') continue;
    for (const single of Array.isArray(value) ? (value as unknown[]) : [value]) query.append(field, String(single));
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/**
 * The operation's example as a request about rows that exist.
 * @param required ids outside of the path that are sent although the example has none
 */
export function prepareRequest(
  operation: Operation,
  ids: Ids,
  required: ReadonlySet<string> = new Set(),
): PreparedRequest {
  const fields = fieldValues(operation, ids, required);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(fields.get(name))),
  );
  const headers: Record<string, string> = {};
  for (const [field, header] of operation.headerFields) {
    const value = fields.get(field);
    if (typeof value === 'string') headers[header] = value;
  }
  const { headers: bodyHeaders, body } = bodyOf(operation, fields);
  return {
    method: operation.method,
    path: path + queryOf(operation, fields),
    headers: { ...headers, ...bodyHeaders },
    body,
  };
}
