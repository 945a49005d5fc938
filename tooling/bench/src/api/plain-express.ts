import type { Database } from '@leadlock/db/client';
import type { Authentication } from '@leadlock/trpc/principal';
import { httpRequest } from '@leadlock/trpc/request';
import express, { type Express } from 'express';

/** The same queries on the same pool behind express alone: no validation, no schemas, no logs, no tenancy rules. */
export function plainExpress(database: Database, tenantId: string, authentication: Authentication | null): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  if (authentication) {
    app.use(async (request, response, next) => {
      await authentication.authenticate(httpRequest(request, response));
      next();
    });
  }
  const agents = () =>
    database
      .tenant(tenantId)
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
      .where('agents.tenant_id', '=', tenantId);

  app.get('/agents/:id', async (request, response) => {
    const { settings, ...row } = await agents().where('agents.id', '=', request.params.id).executeTakeFirstOrThrow();
    response.json({ ...(settings as object), ...row });
  });
  app.get('/agents', async (_request, response) => {
    const rows = await agents().orderBy('agents.created_at', 'desc').orderBy('agents.id', 'desc').execute();
    response.json({
      agents: rows.map(({ settings, ...row }) => ({ ...(settings as object), ...row })),
      total: rows.length,
    });
  });
  return app;
}
