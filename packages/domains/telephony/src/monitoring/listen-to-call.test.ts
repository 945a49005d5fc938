import { serveInTest, signIn, type OperationsServer } from '@leadlock/identity/testing';
import { createAuditLog } from '@leadlock/platform/audit';
import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { beforeEach, describe, expect, it } from 'vitest';
import { startCall, startGateway } from '../../test/gateway-calls.ts';
import { createWorld, ring, type World, type WorldOptions } from '../../test/world.ts';
import { completeCall, gatewayHeartbeat } from '../calls/index.ts';
import { callsRouter } from '../calls/router.ts';
import { claimMonitor } from './claim-monitor.ts';
import type { ListenResponse } from './schemas.ts';

const database = await useDatabase();
beforeEach(() => database.system.deleteFrom('gateways').execute());

/** A call that a gateway holds, and the api. */
async function serve(options: WorldOptions = {}) {
  const world = await createWorld(database, options);
  const { call, gatewayId, claimed } = await startCall(world);
  const server = await serveInTest(router({ calls: callsRouter }), world.system, {
    onMutation: createAuditLog(world.system),
  });
  const token = await signIn(world.system, world.tenant);
  const post = (more: Parameters<OperationsServer['request']>[2] = {}, callId = call.callId) =>
    server.request('POST', `/calls/${callId}/listen`, { token, ...more });
  const listen = async () => {
    const { status, body } = await post();
    expect({ status, body }).toMatchObject({ status: 201 });
    return body as ListenResponse;
  };
  const use = (given: string, by = gatewayId) => claimMonitor(world.system, { token: given, gatewayId: by });
  return { world, callId: call.callId, gatewayId, claimed, post, listen, use };
}

const audited = (world: World) =>
  database.system
    .selectFrom('audit_log')
    .select(['operation', 'target', 'outcome', 'actor'])
    .where('tenant_id', '=', world.tenant.id)
    .execute();

const kept = (callId: string) =>
  database.system.selectFrom('call_monitors').selectAll().where('call_id', '=', callId).execute();

describe('POST /calls/{call_id}/listen', () => {
  it('gives a token that works once, at the gateway that holds the call, and is in the audit log', async () => {
    const { world, callId, gatewayId, listen, use } = await serve();
    const { token, ...rest } = await listen();
    const url = `${world.system.settings.publicGatewayUrl}/listen`;
    expect(rest).toEqual({ call_id: callId, url, expires_in_seconds: 60 });
    expect(await audited(world)).toMatchObject([
      { operation: 'calls.listen', target: { call_id: callId }, outcome: 'succeeded', actor: { type: 'user' } },
    ]);
    expect(JSON.stringify(await kept(callId))).not.toContain(token);

    expect(await use(token, await startGateway(world, 'wss://other.example.com'))).toBeNull();
    const uses = await Promise.all([use(token), use(token), use(token)]);
    expect(uses.filter((one) => one !== null)).toMatchObject([
      { callId, tenantId: world.tenant.id, actor: { type: 'user', role: 'owner' } },
    ]);
    expect(await use(token, gatewayId)).toBeNull();
  });

  it('gives each listener a token of their own', async () => {
    const { listen, use } = await serve();
    const [one, other] = [await listen(), await listen()];
    expect(await use(other.token)).not.toBeNull();
    expect(await use(one.token)).not.toBeNull();
  });

  it('gives one that expires, and ends with the call', async () => {
    const { claimed, callId, listen, use } = await serve();
    const { token: late } = await listen();
    await database.system
      .updateTable('call_monitors')
      .set({ token_expires_at: new Date(Date.now() - 1) })
      .execute();
    expect(await use(late)).toBeNull();
    const { token } = await listen();
    await completeCall(claimed.ctx, callId, { status: 'completed', endReason: 'caller_hangup' });
    expect(await use(token)).toBeNull();
    expect(await kept(callId)).toEqual([]);
  });

  it.each(['', 'x', 'a.b', `${'x'.repeat(43)}.${'y'.repeat(43)}`])('does not know %j', async (token) => {
    const { use } = await serve();
    expect(await use(token)).toBeNull();
  });

  it('is for owners and admins of the account and its agency', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency' });
    const { world, post } = await serve({ tenant: { parent_tenant_id: agency.id } });
    const as = async (tenant: World['tenant'], role: 'admin' | 'member', subAccountId?: string) =>
      (await post({ token: await signIn(world.system, tenant, { role }), subAccountId })).status;
    expect(await as(world.tenant, 'admin')).toBe(201);
    expect(await as(world.tenant, 'member')).toBe(403);
    expect((await post({ token: undefined })).status).toBe(401);
    expect(await as(agency, 'admin', world.tenant.id)).toBe(201);
    expect(await as(agency, 'member', world.tenant.id)).toBe(403);
    expect(await as(agency, 'admin')).toBe(404);
    const stranger = await createTenant(database, { tenant_type: 'agency' });
    expect(await as(stranger, 'admin')).toBe(404);
    expect([403, 404]).toContain(await as(stranger, 'admin', world.tenant.id));
  });

  it('refuses a call that rings, or is over', async () => {
    const { world, claimed, callId, post } = await serve();
    const { callId: ringing } = await ring(world);
    const notActive = { status: 409, body: { detail: 'This call is not active' } };
    expect(await post({}, ringing)).toMatchObject(notActive);
    await completeCall(claimed.ctx, callId, { status: 'completed', endReason: 'caller_hangup' });
    expect(await post()).toMatchObject(notActive);
    expect((await post({}, 'x')).status).toBe(404);
  });

  it('knows where the call is held among several gateways, or says that it does not', async () => {
    const { world, callId, gatewayId, listen, post } = await serve();
    await startGateway(world);
    expect(await post()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('OWN_GATEWAY_URL') } });
    const ownUrl = 'wss://one.gateway.example.com';
    const calls = [{ callId, seconds: 1 }];
    await gatewayHeartbeat(world.system, { gatewayId, ownUrl, calls, draining: false });
    expect(await listen()).toMatchObject({ url: `${ownUrl}/listen` });
  });
});
