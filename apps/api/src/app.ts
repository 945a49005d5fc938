import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildDocument } from '@leadlock/api/document';
import { appRouter } from '@leadlock/api/router';
import type { SystemContext } from '@leadlock/context/context';
import { createHealthHandler } from '@leadlock/observability/health-server';
import type { Metrics } from '@leadlock/observability/metrics';
import { createAuditLog } from '@leadlock/platform/audit';
import { createIdempotentRunner } from '@leadlock/platform/idempotency';
import { createAdmission, type RateLimits } from '@leadlock/platform/rate-limits';
import { guardedReport, type ErrorReport } from '@leadlock/trpc/error-report';
import type { Authentication } from '@leadlock/trpc/principal';
import { httpRequest, type HttpRequest } from '@leadlock/trpc/request';
import { requestContextFactory } from '@leadlock/trpc/request-context';
import { observeRequests } from '@leadlock/trpc/request-observer';
import { createRestHandler, notFoundHandler } from '@leadlock/trpc/rest/handler';
import type { OpenStreams } from '@leadlock/trpc/rest/open-streams';
import { compileOperations } from '@leadlock/trpc/rest/operations';
import { createTrpcHandler } from '@leadlock/trpc/trpc-handler';
import cors from 'cors';
import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import { compressAnswers } from './compress-answers.ts';
import { dashboard, sendVisitorsToDashboard } from './dashboard/dashboard.ts';
import { domainChallenge } from './domain-challenge.ts';
import { referencePage } from './docs/reference-page.ts';
import { plainForwardedFor } from './forwarded-for.ts';
import { RequestLog } from './request-log.ts';
import { traceRequests } from './request-spans.ts';

export interface ApiOptions {
  system: SystemContext;
  authentication: Authentication;
  metrics: Metrics;
  /** True while the process finishes its requests and should be sent no more. */
  isDraining: () => boolean;
  /** Absent: anybody may read the metrics. */
  metricsToken?: string;
  /** Which proxies may say whom they speak for, as express' `trust proxy` takes it. */
  trustProxy?: string | number | boolean;
  /** Absent: requests may come as fast as they like. */
  rateLimits?: RateLimits;
  /** The built dashboard; by default, where Vite puts it. */
  dashboardFolder?: string;
  /** Absent: streams last until their readers leave. */
  streams?: OpenStreams;
}

/** The whole HTTP surface. */
export function createApiApp(options: ApiOptions): Express {
  const { system, authentication, metrics } = options;
  const { log } = system;
  const patterns = new Map(compileOperations(appRouter).map(({ name, path }) => [name, path]));
  const requestLog = new RequestLog({ log, metrics, patterns });
  const limit = options.rateLimits ? createAdmission(system, options.rateLimits) : null;
  const createContext = requestContextFactory({
    system,
    authentication,
    admit(call) {
      if (call.principal) requestLog.identify(call.request, call.principal);
      return limit?.(call);
    },
    onMutation: createAuditLog(system),
    streams: options.streams,
  });
  const runIdempotently = createIdempotentRunner(system);
  const onError = (err: unknown, request: HttpRequest | null): void => {
    log.error({ err, requestId: request?.id, operation: request?.operation }, 'request failed');
  };

  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('trust proxy', options.trustProxy ?? 'loopback');
  app.use(plainForwardedFor);
  app.use(observeRequests(requestLog, onError));
  app.use(traceRequests(onError));
  app.use(
    helmet({
      // Answers are data: nothing in them may run, be framed or fetch anything.
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      xFrameOptions: { action: 'deny' },
      // Twilio plays audio from here, and the dashboard may live on another host.
      crossOriginResourcePolicy: { policy: 'cross-origin' },
    }),
  );
  app.use(cors(corsOptions(system.settings.dashboardUrl)));
  const { isDraining, metricsToken } = options;
  app.use(orNext(createHealthHandler({ isDraining, registry: metrics.registry, metricsToken })));
  app.use(compressAnswers());
  // The two doors come before what is asked for less often: each handler that a request passes costs something.
  app.use('/trpc', createTrpcHandler(appRouter, { createContext, onError }));
  app.use(createRestHandler(appRouter, { createContext, onError, runIdempotently }));
  app.use(serveDocument(JSON.stringify(buildDocument(system.settings.publicApiUrl))));
  app.use(referencePage());
  app.use(domainChallenge(system));
  app.use(dashboard(system, options.dashboardFolder));
  app.use(sendVisitorsToDashboard);
  app.use(notFoundHandler);
  app.use(answerUnforeseen(onError));
  return app;
}

/** Browsers may call from the dashboard's own origin only; others need no permission. */
const corsOptions = (dashboardUrl: string): cors.CorsOptions => ({
  origin: new URL(dashboardUrl).origin,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Idempotency-Key',
    'Last-Event-ID',
    'X-API-Key',
    'X-Request-Id',
    'X-Sub-Account-Id',
  ],
  exposedHeaders: ['Content-Disposition', 'Idempotency-Replayed', 'Retry-After', 'X-Request-Id'],
  maxAge: 3_600,
});

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const orNext =
  (handle: (request: IncomingMessage, response: ServerResponse) => boolean): Handler =>
  (request, response, next) => {
    if (!handle(request, response)) next();
  };

/** `/openapi.json`, from a string that was made once. */
function serveDocument(document: string): express.Router {
  const router = express.Router();
  router.get('/openapi.json', (_request, response) => {
    response.type('json').setHeader('Cache-Control', 'no-cache').send(document);
  });
  return router;
}

/** For errors that none of the doors has answered: a client learns nothing but that it was our fault, or its own. */
function answerUnforeseen(onError: ErrorReport): ErrorRequestHandler {
  const report = guardedReport(onError);
  // express tells handlers of errors by their four parameters.
  return (error: unknown, request, response, _next) => {
    // Whoever went away while a file was sent needs no answer.
    if (response.destroyed || isDeparture(error)) return;
    const status = clientErrorStatus(error);
    if (status === 500) report(error, httpRequest(request, response));
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.status(status).json({ detail: status === 500 ? 'Internal Server Error' : 'Bad Request' });
  };
}

/** How express tells that a client left before it had the whole file. */
const isDeparture = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ECONNABORTED' || error.code === 'ECONNRESET');

/** express marks what the client did wrong, such as a path that is not valid percent-encoding. */
function clientErrorStatus(error: unknown): number {
  const isClients =
    typeof error === 'object' &&
    error !== null &&
    'status' in error &&
    typeof error.status === 'number' &&
    error.status >= 400 &&
    error.status < 500;
  return isClients ? (error.status as number) : 500;
}
