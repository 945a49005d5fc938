import { readForwardedFor } from '@leadlock/trpc/client-address';
import type { RequestHandler } from 'express';

/**
 * Writes the addresses in `X-Forwarded-For` as express understands them. Those with ports, as Azure writes them, would be
 * neither known as trusted proxies nor told apart as clients.
 */
export const plainForwardedFor: RequestHandler = (request, _response, next) => {
  const header = request.headers['x-forwarded-for'];
  if (header !== undefined) request.headers['x-forwarded-for'] = readForwardedFor(String(header)).join(', ');
  next();
};
