import { constants } from 'node:zlib';
import compression from 'compression';
import type { RequestHandler } from 'express';

/** Less than this fits into one packet as it is. */
const SMALLEST_BYTES = 1_024;
const WORTHWHILE = /^(?:application\/json|text\/html)\b/;
const BROTLI_QUALITY = 4;

/**
 * Compresses JSON and pages whose length is known. Streams pass as they are: events and rows are to arrive when they are
 * sent. That secrets could be guessed by the length of compressed answers needs credentials that browsers send by
 * themselves, and ours are sent by scripts.
 */
export function compressAnswers(): RequestHandler {
  const compress = compression({
    threshold: SMALLEST_BYTES,
    brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
    filter: (_request, response) =>
      response.hasHeader('Content-Length') && WORTHWHILE.test(String(response.getHeader('Content-Type') ?? '')),
  });
  return (request, response, next) => {
    // It waits for the end of an answer, as all that serves a stream does: one more than Node takes for a leak.
    response.setMaxListeners(response.getMaxListeners() + 1);
    compress(request, response, next);
  };
}
