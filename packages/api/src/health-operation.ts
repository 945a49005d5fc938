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
  summary: 'Check whether the service is up',
  description: 'Answers 503 while the service finishes its running work and should be sent no more.',
  security: [],
  responses: {
    200: { description: 'The service takes requests.', content: status('ok') },
    503: { description: 'The service is about to stop.', content: status('draining') },
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
