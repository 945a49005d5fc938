import { createTenant } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { expect, it } from 'vitest';
import { startGateway } from '../../test/gateway-calls.ts';
import { callRow, createWorld, ring, traces, type World } from '../../test/world.ts';
import { startTestCall } from '../test-calls/start-test-call.ts';
import { claimCall } from './claim-call.ts';

const database = await useDatabase();

const suspend = (tenantId: string, suspended_at: Date | null = new Date()) =>
  database.system.updateTable('tenants').set({ suspended_at }).where('id', '=', tenantId).execute();
const switchOff = ({ agentId }: World) =>
  database.system.updateTable('agents').set({ is_active: false }).where('id', '=', agentId).execute();
const agencyWorld = async () =>
  createWorld(database, { tenant: { parent_tenant_id: (await createTenant(database, { tenant_type: 'agency' })).id } });

it.each<[string, () => Promise<World>, (world: World) => Promise<unknown>, string]>([
  ['its account', () => createWorld(database), ({ tenant }) => suspend(tenant.id), 'account_suspended'],
  ['its agency', agencyWorld, ({ tenant }) => suspend(tenant.parentTenantId ?? ''), 'account_suspended'],
  ['its agent', () => createWorld(database), switchOff, 'agent_unavailable'],
])(
  'a call whose stream comes after %s was deactivated is over at the claim, for nothing',
  async (_, make, off, why) => {
    const world = await make();
    const call = await ring(world);
    const gatewayId = await startGateway(world);
    await off(world);
    const input = { ...call, streamSid: 'MZ1', gatewayId };
    expect(await claimCall(world.system, input)).toEqual({ refused: why });
    expect(await claimCall(world.system, input)).toBeNull();
    expect(await callRow(world, call.callSid)).toMatchObject({
      status: 'failed',
      end_reason: why,
      duration_seconds: 0,
      billable_minutes: 0,
    });
    const { usage, sessions, eventTypes } = await traces(world, call.callId);
    expect(usage).toMatchObject([{ quantity: 0, revenue_cents: 0 }]);
    expect(sessions).toEqual([]);
    expect(eventTypes).toEqual(['call.started', 'call.failed']);
  },
);

it('a call is taken where the account may go on again, and one in a browser is refused like a phone call', async () => {
  const world = await createWorld(database);
  const call = await ring(world);
  const gatewayId = await startGateway(world);
  await suspend(world.tenant.id);
  await suspend(world.tenant.id, null);
  expect(await claimCall(world.system, { ...call, streamSid: 'MZ1', gatewayId })).toMatchObject({
    callId: call.callId,
  });
  const { token } = await startTestCall(world.ctx, world.agentId);
  await suspend(world.tenant.id);
  const input = { token, callSid: null, streamSid: null, gatewayId };
  expect(await claimCall(world.system, input)).toEqual({ refused: 'account_suspended' });
});

it('what is no token of ours costs the database nothing', async () => {
  const world = await createWorld(database);
  const { token, callSid } = await ring(world);
  const gatewayId = await startGateway(world);
  const unasked = new Proxy(world.system.db, {
    get: (_, property) => {
      throw new Error(`The database was asked for ${String(property)}`);
    },
  });
  const [body = '', seal = ''] = token.split('.');
  const other = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
  const guesses = ['', '.', 'x', body, `${body}.`, `.${seal}`, `${other(body)}.${seal}`, `${body}.${other(seal)}`];
  for (const guess of [...guesses, `${body}.${seal}ü`, `${token}A`, `${token}.A`, '\ud83d', 'A'.repeat(200)]) {
    const input = { token: guess, callSid, streamSid: 'MZ1', gatewayId };
    expect(await claimCall({ ...world.system, db: unasked }, input)).toBeNull();
  }
  expect(await claimCall(world.system, { token, callSid, streamSid: 'MZ1', gatewayId })).toMatchObject({ callSid });
});
