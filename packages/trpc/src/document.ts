import type { AnyTRPCRouter } from '@trpc/server';
import { generateOpenApiDocument, type OpenApiRouter, type OpenAPIObject } from 'trpc-to-openapi';
import type { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { dropNoise, mergeSameSchemas } from './document/components.ts';
import { parameterExample, requestBody, requestParameters } from './document/request.ts';
import { responses } from './document/responses.ts';
import type { Access } from './meta.ts';
import { compileOperations, type Operation } from './rest/operations.ts';

export interface DocumentOptions {
  title: string;
  version: string;
  description?: string;
  baseUrl: string;
  /** Tags in the order to show them, with what each is about. */
  tags?: Readonly<Record<string, string>>;
  /** Schemas to show although no operation refers to them, such as the payloads of outgoing webhooks. */
  schemas?: Readonly<Record<string, z.ZodType>>;
}

const SECURITY_SCHEMES = {
  bearer: {
    type: 'http' as const,
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token from `POST /auth/login`, or an API key.',
  },
  apiKey: {
    type: 'apiKey' as const,
    in: 'header' as const,
    name: 'X-API-Key',
    description: 'An API key, `sk_live_…`.',
  },
};

/** Operations that only a signed-in person may call. */
const PERSON_ONLY = new Set<Access>(['user', 'owner', 'agency_owner', 'super_admin']);

function security(operation: Operation): Record<string, string[]>[] {
  const { access = 'public' } = operation.meta;
  if (access === 'public') return [];
  return PERSON_ONLY.has(access) || operation.rest.peopleOnly ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [] }];
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  const { openapi } = operation;
  return {
    operationId: openapi.operationId ?? operation.name.replaceAll('.', '_'),
    tags: openapi.tags,
    summary: openapi.summary,
    description: openapi.description,
    ...(openapi.deprecated ? { deprecated: true } : {}),
    security: security(operation),
    requestParams: requestParameters(operation),
    requestBody: requestBody(operation),
    responses: responses(operation),
  };
}

function pathsOf(operations: readonly Operation[]): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const operation of operations) {
    const item = (paths[operation.path] ??= {});
    const method = operation.method.toLowerCase();
    if (item[method]) throw new Error(`${operation.method} ${operation.path} is declared twice`);
    item[method] = describe(operation);
  }
  return paths;
}

interface DocumentParameter {
  name?: string;
  example?: unknown;
}

function addParameterExamples(document: OpenAPIObject, operations: readonly Operation[]): void {
  for (const operation of operations) {
    const item = document.paths?.[operation.path] as Record<string, { parameters?: DocumentParameter[] }> | undefined;
    for (const parameter of item?.[operation.method.toLowerCase()]?.parameters ?? []) {
      const example = parameter.name === undefined ? undefined : parameterExample(operation, parameter.name);
      if (example !== undefined) parameter.example = example;
    }
  }
}

function checkOperationIds(operations: readonly Operation[]): void {
  const seen = new Set<string>();
  for (const { openapi, name } of operations) {
    const id = openapi.operationId ?? name.replaceAll('.', '_');
    if (seen.has(id)) throw new Error(`Two operations are named ${id}`);
    seen.add(id);
  }
}

/** The tags that operations have, in the given order. */
function usedTags(operations: readonly Operation[], tags: NonNullable<DocumentOptions['tags']>) {
  const used = new Set(operations.flatMap(({ openapi }) => openapi.tags ?? []));
  for (const tag of used) if (!(tag in tags)) throw new Error(`Unknown tag: ${tag}`);
  return Object.entries(tags)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }));
}

/**
 * The OpenAPI 3.1 document of a router, from the same table that serves it. Building takes tens of milliseconds, so
 * build it once; serve the string.
 */
export function buildOpenApiDocument(router: AnyTRPCRouter, options: DocumentOptions): OpenAPIObject {
  const operations = compileOperations(router);
  checkOperationIds(operations);
  const document = generateOpenApiDocument(router as unknown as OpenApiRouter, {
    title: options.title,
    version: options.version,
    description: options.description,
    baseUrl: options.baseUrl,
    // The library's own reading of procedures is left out: it cannot say half of what ours do.
    filter: () => false,
    paths: pathsOf(operations),
    securitySchemes: SECURITY_SCHEMES,
    ...(options.schemas ? { defs: options.schemas } : {}),
  });
  dropNoise(document);
  mergeSameSchemas(document);
  addParameterExamples(document, operations);
  if (options.tags) document.tags = usedTags(operations, options.tags);
  return document;
}
