import type { Database } from '@leadlock/db/client';
import type { Logger } from '@leadlock/observability/logger';
import type { Authentication } from '@leadlock/trpc/principal';
import { httpRequest } from '@leadlock/trpc/request';
import express, { type Express, type Response } from 'express';
import helmet from 'helmet';

/** What plain express does beside the queries. */
export interface PlainOptions {
  /** Absent: nobody is asked who they are, and everybody acts for `tenantId`. */
  authentication?: Authentication;
  /** What any product sends and writes with each answer: security headers, a line in the log. */
  withHeadersAndLog?: Logger;
}

/**
 * The same queries on the same pool behind express alone: no validation, no schemas, no roles, rate limits or metrics. They
 * are built anew each time, as Kysely's users do.
 */
export function plainExpress(database: Database, tenantId: string, options: PlainOptions): Express {
  const { authentication, withHeadersAndLog: log } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  if (log) {
    app.use((request, response, next) => {
      const startedAt = performance.now();
      const { id } = httpRequest(request, response);
      response.once('close', () => {
        const { statusCode: status, locals } = response;
        const ms = Math.round((performance.now() - startedAt) * 10) / 10;
        log.info(
          { method: request.method, route: locals.route, status, ms, requestId: id, tenant: locals.tenantId },
          'request',
        );
      });
      response.setHeader('cache-control', 'no-store');
      next();
    });
    app.use(helmet());
  }
  app.use(async (request, response, next) => {
    const principal = (await authentication?.authenticate(httpRequest(request, response))) ?? null;
    response.locals.tenantId = principal?.tenantId ?? tenantId;
    next();
  });
  const agents = (tenant: string) =>
    database
      .tenant(tenant)
      .selectFrom('agents')
      .selectAll('agents')
      .select((eb) =>
        eb
          .selectFrom('phone_numbers')
          .select((count) => count.fn.countAll<number>().as('count'))
          .whereRef('phone_numbers.user_tenant_id', '=', 'agents.tenant_id')
          .whereRef('phone_numbers.agent_id', '=', 'agents.id')
          .as('phone_count'),
      )
      .where('agents.tenant_id', '=', tenant);

  app.get('/agents/:id', async (request, response) => {
    response.locals.route = '/agents/:id';
    const { settings, ...row } = await agents(tenantOf(response))
      .where('agents.id', '=', request.params.id)
      .executeTakeFirstOrThrow();
    response.json({ ...(settings as object), ...row });
  });
  app.get('/agents', async (_request, response) => {
    response.locals.route = '/agents';
    const rows = await agents(tenantOf(response))
      .orderBy('agents.created_at', 'desc')
      .orderBy('agents.id', 'desc')
      .execute();
    response.json({
      agents: rows.map(({ settings, ...row }) => ({ ...(settings as object), ...row })),
      total: rows.length,
    });
  });
  return app;
}

const tenantOf = (response: Response): string => response.locals.tenantId as string;
