/** The parts of an OpenAPI document that a comparison reads. */
export interface OpenApi {
  paths?: Record<string, PathItem>;
  components?: { schemas?: Record<string, unknown> };
}

export type PathItem = Record<string, Operation>;

export interface Operation {
  tags?: string[];
  parameters?: (Parameter | Reference)[];
  requestBody?: RequestBody | Reference;
  responses?: Record<string, Response | Reference>;
}

export interface Reference {
  $ref: string;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: unknown;
}

export interface MediaType {
  schema?: unknown;
}

export interface RequestBody {
  required?: boolean;
  content?: Record<string, MediaType>;
}

export interface Response {
  content?: Record<string, MediaType>;
}

/** References to references; a document that nests deeper goes in a circle. */
const MAX_HOPS = 20;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function lookUp(document: OpenApi, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((node, segment) => (isObject(node) ? node[segment] : undefined), document);
}

/** A node with its references followed; what stands beside a reference overrides what it leads to. */
export function dereference(document: OpenApi, node: unknown): Record<string, unknown> {
  let current = isObject(node) ? node : {};
  for (let hop = 0; hop < MAX_HOPS && typeof current['$ref'] === 'string'; hop++) {
    const { $ref, ...beside } = current;
    const target = lookUp(document, $ref);
    current = { ...(isObject(target) ? target : {}), ...beside };
  }
  return current;
}
