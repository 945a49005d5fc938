import { readFileSync } from 'node:fs';
import {
  dereference,
  type MediaType,
  type OpenApi,
  type Operation,
  type Parameter,
} from '@leadlock/api/contract/openapi';

const DOCUMENT = new URL('../../../packages/api/contract/reference.openapi.json', import.meta.url);

export const readReference = (): OpenApi => JSON.parse(readFileSync(DOCUMENT, 'utf8')) as OpenApi;

export type Schema = Record<string, unknown>;

/** What the reference says of one operation. */
export interface ReferenceOperation {
  method: string;
  path: string;
  tag: string;
  pathFields: string[];
  query: Parameter[];
  /** Null for an operation without a printed body. */
  body: { format: string; schema: Schema } | null;
  /** The status of a success, and its JSON; null where the reference says nothing about it. */
  status: number;
  answer: Schema | null;
}

const JSON_TYPE = 'application/json';

/** `GET /contacts/` as the reference has it. @throws when it does not. */
export function findOperation(document: OpenApi, wanted: string): ReferenceOperation {
  const [method = '', path = ''] = wanted.trim().split(/\s+/);
  const operation: Operation | undefined = document.paths?.[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`Operation not in the reference: ${wanted}`);
  const parameters = (operation.parameters ?? []).map((node) => dereference(document, node) as unknown as Parameter);
  const contentOf = (node: unknown) => Object.entries((dereference(document, node)['content'] ?? {}) as MediaTypes);
  const [body] = contentOf(operation.requestBody);
  const [status, answer] = Object.entries(operation.responses ?? {}).find(([code]) => code.startsWith('2')) ?? ['200'];
  const json = new Map(contentOf(answer)).get(JSON_TYPE)?.schema as Schema | undefined;
  return {
    method: method.toUpperCase(),
    path,
    tag: operation.tags?.[0] ?? '',
    pathFields: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    query: parameters.filter((parameter) => parameter.in === 'query'),
    body: body === undefined ? null : { format: body[0], schema: (body[1].schema ?? {}) as Schema },
    status: Number(status),
    answer: json !== undefined && Object.keys(json).length > 0 ? json : null,
  };
}

type MediaTypes = Record<string, MediaType>;
