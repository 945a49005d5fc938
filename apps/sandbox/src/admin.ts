import type { ErrorRequestHandler, RequestHandler } from 'express';
import { z } from 'zod';

/** A refusal of the sandbox's own administration. */
export class AdminError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'AdminError';
    this.status = status;
  }
}

interface AdminRequest {
  body: unknown;
  params: Record<string, string | undefined>;
  query: unknown;
}

/** Answers with what `handle` returns, as JSON. */
export function adminHandler(handle: (request: AdminRequest) => unknown): RequestHandler {
  return async (request, response) => {
    const params = request.params as AdminRequest['params'];
    response.json(await handle({ body: request.body ?? {}, params, query: request.query }));
  };
}

/** Bad input is 422 with the reason; the rest is the sandbox's own fault. */
export const adminErrors: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof AdminError) response.status(error.status).json({ error: error.message });
  else if (error instanceof z.ZodError) response.status(422).json({ error: z.prettifyError(error) });
  else next(error);
};
