import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '@leadlock/core/errors';
import { TRPCError, type AnyTRPCRouter } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { guardedReport, isToBeReported, type ErrorReport } from './error-report.ts';
import { originalError } from './http-error.ts';
import type { RequestContext } from './request-context.ts';
import { httpRequest, type HttpRequest } from './request.ts';
import { abandonBody } from './rest/abandon-body.ts';
import { refuseEncodings } from './rest/body.ts';
import { declaredType, decodeText } from './rest/charset.ts';
import { letContinue } from './rest/expected-continue.ts';
import { parseQuery } from './rest/form.ts';
import { readBytes } from './rest/read-bytes.ts';
import { sendJson } from './rest/send.ts';
import { formatError, trpcHttpError } from './trpc-errors.ts';
import { limitJson } from './validation/json-limits.ts';
import { parseSynchronously } from './validation/synchronous-parsing.ts';

export interface TrpcOptions {
  createContext: (request: HttpRequest) => RequestContext;
  /** Told of every error that is answered with a 5xx, as it was thrown. */
  onError?: ErrorReport;
  maxBodyBytes?: number;
}

const MAX_BATCH = 50;
const HEADERS = { 'cache-control': 'no-store' };

/** The input that a query's address carries. */
function limitQueryInput(url: string): void {
  const mark = url.indexOf('?');
  if (mark < 0) return;
  const { input } = parseQuery(url.slice(mark + 1));
  for (const text of [input ?? []].flat()) limitJson(text, ['query', 'input']);
}

/** The body as text that is fit to be parsed; no procedure takes anything but JSON. */
async function readJsonText(req: IncomingMessage, res: ServerResponse, maxBytes: number): Promise<string> {
  refuseEncodings(req);
  const { mediaType, charset } = declaredType(req.headers['content-type']);
  if (mediaType !== 'application/json') {
    throw new AppError('unsupported_media_type', 'Procedures take application/json');
  }
  letContinue(req, res);
  const text = decodeText(await readBytes(req, maxBytes), charset, ['body']);
  limitJson(text, ['body']);
  // Nothing sent is nothing given: whether that will do is for the procedure to say.
  return text === '' ? '{}' : text;
}

/** Answers in tRPC's way what was refused before tRPC saw it. */
function sendTrpcError(req: IncomingMessage, res: ServerResponse, cause: unknown): void {
  const error = new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause });
  const { status, headers } = trpcHttpError(error, undefined);
  abandonBody(req, res);
  sendJson(
    res,
    status,
    { error: formatError({ error, path: undefined, input: undefined }) },
    { ...HEADERS, ...headers },
  );
}

/** tRPC writes an answer in pieces and without its length, though it has all of it. */
function sendWhole(res: ServerResponse): void {
  const own = { write: res.write.bind(res), end: res.end.bind(res) };
  const chunks: Uint8Array[] = [];
  res.write = (chunk: string | Uint8Array) => chunks.push(Buffer.from(chunk)) > 0;
  res.end = (() => {
    Object.assign(res, own);
    if (chunks.length === 0) return res.end();
    const body = Buffer.concat(chunks);
    res.setHeader('content-length', body.length);
    return res.end(body);
  }) as ServerResponse['end'];
}

/** Serves a router to tRPC clients; mount it with express at `/trpc`. */
export function createTrpcHandler(
  router: AnyTRPCRouter,
  { createContext, onError, maxBodyBytes = 1_000_000 }: TrpcOptions,
): (req: IncomingMessage, res: ServerResponse) => void {
  parseSynchronously(router);
  const report = guardedReport(onError);
  const handle = createHTTPHandler({
    router,
    maxBatchSize: MAX_BATCH,
    createContext({ req, res }) {
      const request = httpRequest(req, res);
      request.door = 'trpc';
      return createContext(request);
    },
    responseMeta({ errors }) {
      const headers = new Headers(HEADERS);
      for (const error of errors) {
        for (const [name, value] of Object.entries(trpcHttpError(error, undefined).headers)) headers.set(name, value);
      }
      return { headers };
    },
    onError({ error, input, ctx }) {
      const cause = originalError(error);
      if (isToBeReported(trpcHttpError(error, input).status, cause)) report(cause, ctx?.request ?? null);
    },
  });

  async function serve(req: IncomingMessage & { body?: string }, res: ServerResponse): Promise<void> {
    if (req.method === 'POST') req.body = await readJsonText(req, res, maxBodyBytes);
    else limitQueryInput(req.url ?? '/');
    sendWhole(res);
    handle(req, res);
  }

  return (req, res) => {
    serve(req, res).catch((error: unknown) => {
      if (res.destroyed || res.headersSent) {
        res.destroy();
        return;
      }
      if (trpcHttpError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error }), undefined).status >= 500) {
        report(error, httpRequest(req, res));
      }
      sendTrpcError(req, res, error);
    });
  };
}
