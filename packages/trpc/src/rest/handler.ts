import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import type { AnyTRPCRouter } from '@trpc/server';
import { letInEarly } from '../entry.ts';
import { guardedReport, isToBeReported, type ErrorReport } from '../error-report.ts';
import { originalError, toHttpError } from '../http-error.ts';
import type { RequestContext } from '../request-context.ts';
import { httpRequest, type HttpRequest } from '../request.ts';
import { parseSynchronously } from '../validation/synchronous-parsing.ts';
import { abandonBody } from './abandon-body.ts';
import { readBody } from './body.ts';
import { assembleInput, inputNames, withoutBody, type RequestParts } from './input.ts';
import { compileOperations, type Operation } from './operations.ts';
import type { BodyLimits, ReadBody } from './received-body.ts';
import { RestReply } from './reply.ts';
import { createRouteTable, type RouteMatch } from './routes.ts';
import { sendError, sendReply, sendResult } from './send.ts';
import { temporaryFiles, type UploadSink } from './uploads.ts';

/** A call that may be answered from memory: one whose operation honors `Idempotency-Key`. */
export interface IdempotentCall {
  key: string;
  operation: Operation;
  context: RequestContext;
  input: unknown;
}

export interface RestOptions {
  createContext: (request: HttpRequest) => RequestContext;
  /** Told of every error that is answered with a 5xx, as it was thrown. */
  onError?: ErrorReport<HttpRequest>;
  /** Runs calls that carry an `Idempotency-Key`; gives the first call's answer to a repeated one. */
  runIdempotently?: (call: IdempotentCall, run: (context: RequestContext) => Promise<unknown>) => Promise<unknown>;
  /** Where files of multipart bodies go; the system's temporary directory by default. */
  uploads?: UploadSink;
  /** For operations that set no limit of their own: 1 MB a body, 25 MB a file. */
  limits?: Partial<BodyLimits>;
}

export type RestHandler = (req: IncomingMessage, res: ServerResponse, next?: () => void) => void;

/** True for an error that only says that the client went away, which is nobody's fault here. */
function isDeparture(error: unknown, req: IncomingMessage, res: ServerResponse): boolean {
  if (req.destroyed && !req.complete) return true;
  if (!res.destroyed || !(error instanceof Error)) return false;
  return error.name === 'AbortError' || ('code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE');
}

/** Serves a router's REST operations as a handler for node:http or express. */
export function createRestHandler(router: AnyTRPCRouter, options: RestOptions): RestHandler {
  parseSynchronously(router);
  const routes = createRouteTable(compileOperations(router));
  const { createContext, runIdempotently } = options;
  const report = guardedReport(options.onError);
  const sink = options.uploads ?? temporaryFiles(tmpdir());
  const limits: BodyLimits = { maxBodyBytes: 1_000_000, maxFileBytes: 25_000_000, ...options.limits };

  function invoke(operation: Operation, context: RequestContext, input: unknown): Promise<unknown> {
    const run = (ctx: RequestContext) =>
      operation.call({
        ctx,
        getRawInput: () => Promise.resolve(input),
        path: operation.name,
        type: operation.type,
        // Made on demand by `ctx.request.signal`: most procedures never look at it.
        signal: undefined,
        batchIndex: 0,
      });
    const key = operation.isIdempotent ? context.request.header('idempotency-key') : null;
    return key === null || runIdempotently === undefined
      ? run(context)
      : runIdempotently({ key, operation, context, input }, run);
  }

  function fail(error: unknown, req: IncomingMessage, res: ServerResponse, call: FailedCall): void {
    const { operation, parts, input, request } = call;
    const told = toHttpError(error, inputNames(operation, parts, input));
    const cause = originalError(error);
    if (isToBeReported(told.status, cause) && !isDeparture(cause, req, res)) report(cause, request);
    if (res.destroyed || res.headersSent) {
      res.destroy();
      return;
    }
    abandonBody(req, res);
    const fields = told.fields !== null && call.bodyWasRead ? withoutBody(operation, parts, told.fields) : told.fields;
    const detail = fields ?? told.message;
    sendError(res, told.status, detail, told.headers);
  }

  /** For what goes wrong while an error is answered. */
  function answerUnforeseen(error: unknown, req: IncomingMessage, res: ServerResponse): void {
    report(error, httpRequest(req, res));
    if (res.destroyed || res.headersSent) res.destroy();
    else sendError(res, 500, 'Internal Server Error');
  }

  async function serve(req: IncomingMessage, res: ServerResponse, match: RouteMatch, query: string): Promise<void> {
    const { operation, params } = match;
    const request = httpRequest(req, res);
    request.operation = operation.name;
    const parts: RequestParts = { params, query, headers: req.headers, body: { kind: 'none' } };
    let input: unknown;
    let received: ReadBody | null = null;
    try {
      // What a principal reads is theirs, and what gives somebody a token is nobody else's; who knows better says so.
      res.setHeader('cache-control', 'no-store');
      const context = createContext(request);
      await letInEarly({ ctx: context, meta: operation.meta, path: operation.name, type: operation.type });
      if (operation.body !== null) {
        received = await readBody(req, res, operation, limits, sink);
        parts.body = received.body;
        request.rawBody = received.raw;
      }
      input = assembleInput(operation, parts);
      const data = await invoke(operation, context, input);
      if (data instanceof RestReply) await sendReply(req, res, data, operation);
      else sendResult(res, operation, data);
    } catch (error) {
      fail(error, req, res, { operation, parts, bodyWasRead: received !== null, input, request });
    } finally {
      if (received !== null && received.uploads.length > 0) {
        await Promise.allSettled(received.uploads.map((upload) => upload.discard()));
      }
    }
  }

  function refuse(req: IncomingMessage, res: ServerResponse, path: string, next?: () => void): void {
    const methods = routes.methodsOf(path);
    if (methods.length === 0 && next) return next();
    httpRequest(req, res);
    abandonBody(req, res);
    if (methods.length === 0) sendError(res, 404, 'Not Found');
    else sendError(res, 405, 'Method Not Allowed', { allow: methods.join(', ') });
  }

  function handle(req: IncomingMessage, res: ServerResponse, next?: () => void): Promise<void> | void {
    const url = req.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const match = routes.find(req.method === 'HEAD' ? 'GET' : (req.method ?? 'GET'), path);
    if (match === null) return refuse(req, res, path, next);
    return serve(req, res, match, mark < 0 ? '' : url.slice(mark + 1));
  }

  return (req, res, next) => {
    Promise.try(handle, req, res, next).catch((error: unknown) => answerUnforeseen(error, req, res));
  };
}

interface FailedCall {
  operation: Operation;
  parts: RequestParts;
  bodyWasRead: boolean;
  input: unknown;
  request: HttpRequest;
}

/** The last handler of an app: `{"detail":"Not Found"}` for whatever nobody answered. */
export function notFoundHandler(req: IncomingMessage, res: ServerResponse): void {
  httpRequest(req, res);
  sendError(res, 404, 'Not Found');
}
