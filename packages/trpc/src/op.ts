import type { OpenApiMethod } from 'trpc-to-openapi';
import type { OperationExample, OperationMeta, RestOptions } from './meta.ts';

type Json = string | number | boolean | object | null;

/** An example shows a request, an answer, or both. */
type Example = (OperationExample & { request: Json }) | (OperationExample & { response: Json });

export interface OperationDescription extends RestOptions {
  method: OpenApiMethod;
  /** As clients write it: `/agents/{agent_id}`, trailing slash included. */
  path: `/${string}`;
  tag: string;
  /** A few words, no full stop. */
  summary: string;
  /** What it does, what it needs and what it changes, in full sentences. */
  description: string;
  example: Example;
  /** Defaults to the procedure's path with `_` for `.`. */
  operationId?: string;
  deprecated?: boolean;
}

/** A procedure's metadata: its REST operation and all that the document says about it. */
export function op(description: OperationDescription): OperationMeta {
  const { method, path, tag, summary, description: text, example, operationId, deprecated, ...rest } = description;
  return {
    openapi: { method, path, tags: [tag], summary, description: text, operationId, deprecated },
    rest,
    examples: example,
  };
}
