import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';

/** An answer other than 2xx, in the vendor's words. */
export class ElevenLabsRefusal extends Error {
  override name = 'ElevenLabsRefusal';
  readonly status: number;
  readonly detail: { status: string; message: string };

  constructor(status: number, detail: { status: string; message: string }) {
    super(detail.message);
    this.status = status;
    this.detail = detail;
  }
}

/** Refusals as `{detail}`; a body that is not valid lists what is wrong with each field, as FastAPI does. */
export const refusals: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof ElevenLabsRefusal) response.status(error.status).json({ detail: error.detail });
  else if (error instanceof z.ZodError) {
    const detail = error.issues.map(({ path, message }) => ({
      loc: ['body', ...path],
      msg: message,
      type: 'value_error',
    }));
    response.status(422).json({ detail });
  } else if (error instanceof SyntaxError) {
    response.status(422).json({ detail: [{ loc: ['body'], msg: 'JSON decode error', type: 'json_invalid' }] });
  } else next(error);
};
