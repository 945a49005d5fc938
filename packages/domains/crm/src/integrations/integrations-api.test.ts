import { serveInTest, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { ProviderError } from '@leadlock/providers/contracts';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { expect, it } from 'vitest';
import { integrationsRouter } from './router.ts';

const database = await useDatabase();

const GOOD_TOKEN = 'good-token';
const body = (authToken = GOOD_TOKEN) => ({
  account_name: 'Main',
  account_sid: `AC${'a'.repeat(32)}`,
  auth_token: authToken,
});

/** Twilio knows one token. */
async function serve() {
  const system = createTestContext(database, {
    providers: {
      telephony: {
        fetchAccount: ({ accountSid, authToken }) =>
          authToken === GOOD_TOKEN
            ? Promise.resolve({ accountSid, friendlyName: 'Acme', status: 'active', type: 'Full' })
            : Promise.reject(new ProviderError('Authenticate', { provider: 'twilio', status: 401, code: '20003' })),
      },
    },
  });
  const server = await serveInTest(router({ integrations: integrationsRouter }), system);
  const request: OperationsServer['request'] = (...sent) => server.request(...sent);
  const tenant = await createTenant(database, { tenant_type: 'agency' });
  return { system, tenant, token: await signIn(system, tenant), request };
}

it('connects, reports and disconnects, and never shows the token', async () => {
  const { token, request } = await serve();
  const connected = await request('POST', '/integrations/twilio/connect', { token, body: body() });
  expect(connected).toMatchObject({ status: 200, body: { success: true, integration: { account_name: 'Main' } } });
  const status = await request('GET', '/integrations/twilio/status', { token });
  expect(status).toMatchObject({ status: 200, body: { is_connected: true, health: 'ok' } });
  expect(JSON.stringify([connected.body, status.body])).not.toMatch(/good-token|a{32}/);
  const disconnect = () => request('DELETE', '/integrations/twilio/disconnect', { token });
  expect(await disconnect()).toMatchObject({ status: 200, body: { success: true } });
  expect(await disconnect()).toMatchObject({ status: 404, body: { detail: 'Twilio integration not found' } });
});

it('answers 400 for credentials that Twilio refuses and 422 for missing ones', async () => {
  const { token, request } = await serve();
  const connect = (sent: unknown) => request('POST', '/integrations/twilio/connect', { token, body: sent });
  expect((await connect(body('wrong'))).status).toBe(400);
  expect(await connect({ account_name: 'Main' })).toMatchObject({
    status: 422,
    body: { detail: [{ loc: ['body', 'account_sid'] }, { loc: ['body', 'auth_token'] }] },
  });
});

it('belongs to the caller’s own tenant, whatever sub-account the request names', async () => {
  const { tenant, token, request } = await serve();
  const sub = await createTenant(database, { parent_tenant_id: tenant.id });
  await request('POST', '/integrations/twilio/connect', { token, subAccountId: sub.id, body: body() });
  const owners = await database.system
    .selectFrom('integrations')
    .select('tenant_id')
    .where('tenant_id', 'in', [tenant.id, sub.id])
    .execute();
  expect(owners).toEqual([{ tenant_id: tenant.id }]);
  const status = await request('GET', '/integrations/twilio/status', { token, subAccountId: sub.id });
  expect(status.body).toMatchObject({ is_connected: true, connection: 'shared' });
  const own = await request('GET', '/integrations/twilio/status', { token });
  expect(own.body).toMatchObject({ connection: 'own' });
  const gone = await request('DELETE', '/integrations/twilio/disconnect', { token, subAccountId: sub.id });
  expect(gone.status).toBe(200);
});

it('is changed by admins alone, and read by members', async () => {
  const { system, tenant, request } = await serve();
  const token = await signIn(system, tenant, { role: 'member' });
  expect((await request('POST', '/integrations/twilio/connect', { token, body: body() })).status).toBe(403);
  expect((await request('DELETE', '/integrations/twilio/disconnect', { token })).status).toBe(403);
  expect((await request('GET', '/integrations/twilio/status', { token })).status).toBe(200);
  expect((await request('GET', '/integrations/twilio/status')).status).toBe(401);
});
