import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FieldError } from '@leadlock/core/errors';
import { producedTypes } from '../meta.ts';
import type { Operation } from './operations.ts';
import type { RestReply } from './reply.ts';

const JSON_TYPE = 'application/json';

export function sendJson(res: ServerResponse, status: number, value: unknown, headers?: Record<string, string>): void {
  const text = JSON.stringify(value ?? null);
  res.writeHead(status, { 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text), ...headers });
  res.end(text);
}

/** `{"detail": …}`, the one shape of all errors. */
export function sendError(
  res: ServerResponse,
  status: number,
  detail: string | FieldError[],
  headers?: Record<string, string>,
): void {
  sendJson(res, status, { detail }, headers);
}

async function sendStream(req: IncomingMessage, res: ServerResponse, body: Readable): Promise<void> {
  if (req.method === 'HEAD') {
    body.destroy();
    res.end();
    return;
  }
  res.flushHeaders();
  await pipeline(body, res);
}

/** Sends a reply that is not JSON; resolves when a stream has ended or its reader has gone. */
export async function sendReply(
  req: IncomingMessage,
  res: ServerResponse,
  reply: RestReply,
  operation: Operation,
): Promise<void> {
  const { body, headers } = reply;
  if (res.destroyed) {
    reply.discard();
    return;
  }
  const contentType = reply.contentType ?? producedTypes(operation.rest)[0];
  res.writeHead(reply.status ?? operation.status, {
    ...(body !== null && contentType !== undefined ? { 'content-type': contentType } : {}),
    ...(typeof body === 'string' || Buffer.isBuffer(body) ? { 'content-length': Buffer.byteLength(body) } : {}),
    ...headers,
  });
  if (body === null) res.end();
  else if (typeof body === 'string' || Buffer.isBuffer(body)) res.end(body);
  else await sendStream(req, res, body instanceof Readable ? body : Readable.from(body, { objectMode: true }));
}

/** Sends what a procedure returned, with the operation's status. */
export function sendResult(res: ServerResponse, operation: Operation, data: unknown): void {
  if (operation.status === 204) {
    res.writeHead(204);
    res.end();
    return;
  }
  sendJson(res, operation.status, data);
}
