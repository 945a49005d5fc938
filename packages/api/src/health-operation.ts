import type { buildOpenApiDocument } from '@leadlock/trpc/document';

type Document = ReturnType<typeof buildOpenApiDocument>;

const TAG = 'Health';

const status = (value: string) => ({
  'application/json': {
    schema: { type: 'object' as const, properties: { status: { type: 'string' as const } }, required: ['status'] },
    example: { status: value },
  },
});

/** No procedure: each process answers it itself, ahead of its router, so that it works when nothing else does. */
const operation = {
  operationId: 'health',
  tags: [TAG],
  summary: 'Check service health',
  description: 'Returns 503 while the service is shutting down; stop sending it requests.',
  security: [],
  responses: {
    200: { description: 'The service is up.', content: status('ok') },
    503: { description: 'The service is shutting down.', content: status('draining') },
  },
};

/** Adds `GET /health` to a document, its tag where `tags` has it. */
export function addHealthOperation(document: Document, tags: Readonly<Record<string, string>>): void {
  document.paths = { ...document.paths, '/health': { get: operation } };
  const used = new Set([TAG, ...(document.tags ?? []).map(({ name }) => name)]);
  document.tags = Object.entries(tags)
    .filter(([name]) => used.has(name))
    .map(([name, description]) => ({ name, description }));
}
