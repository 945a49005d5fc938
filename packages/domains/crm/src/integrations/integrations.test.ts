import { forTenant, type Tenant, type TenantContext } from '@leadlock/context/context';
import { ProviderError, type TelephonyAccount, type TelephonyCredentials } from '@leadlock/providers/contracts';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { describe, expect, it } from 'vitest';
import { connectTwilio } from './connect-twilio.ts';
import { disconnectTwilio } from './disconnect-twilio.ts';
import { getTwilioStatus } from './get-twilio-status.ts';
import { twilioCredentialsByAccountSid, twilioCredentialsFor } from './twilio-credentials.ts';

const SID = `AC${'a'.repeat(32)}`;
const OTHER_SID = `AC${'b'.repeat(32)}`;
const connection = (accountSid = SID, authToken = 'token-1') => ({
  account_name: 'Main',
  account_sid: accountSid,
  auth_token: authToken,
});

const database = await useDatabase();

type Ask = (credentials: TelephonyCredentials) => Partial<TelephonyAccount>;

/** The tenant's context, with a Twilio that answers what `ask` says. */
function contextOf(tenant: Tenant, ask: Ask = () => ({})): TenantContext {
  const fetchAccount = async (credentials: TelephonyCredentials): Promise<TelephonyAccount> => ({
    accountSid: credentials.accountSid,
    friendlyName: 'Acme',
    status: 'active',
    type: 'Full',
    ...ask(credentials),
  });
  return forTenant(createTestContext(database, { providers: { telephony: { fetchAccount } } }), tenant);
}

const refuse = (status: number | undefined) => () => {
  throw new ProviderError('Authenticate', { provider: 'twilio', status, code: '20003' });
};

const storedRows = (tenant: Tenant) =>
  database.system.selectFrom('integrations').selectAll().where('tenant_id', '=', tenant.id).execute();

describe('connecting', () => {
  it('stores credentials that Twilio accepts, sealed and bound to the account', async () => {
    const tenant = await createTenant(database);
    const asked: TelephonyCredentials[] = [];
    const ctx = contextOf(tenant, (credentials) => {
      asked.push(credentials);
      return {};
    });
    const result = await connectTwilio(ctx, connection(` ${SID} `));
    expect(asked).toEqual([{ accountSid: SID, authToken: 'token-1' }]);
    expect(result.integration).toMatchObject({
      provider: 'twilio',
      account_name: 'Main',
      account_sid: `AC${'*'.repeat(28)}aaaa`,
    });
    const [row] = await storedRows(tenant);
    expect(JSON.stringify(row)).not.toContain('token-1');
    expect(await twilioCredentialsFor(ctx, tenant.id)).toMatchObject({ accountSid: SID, authToken: 'token-1' });

    // Moved to another account's row, the secret does not open.
    await connectTwilio(ctx, connection(OTHER_SID, 'token-2'));
    await database.system
      .updateTable('integrations')
      .set({ sealed_credentials: row?.sealed_credentials ?? '' })
      .where('tenant_id', '=', tenant.id)
      .where('account_id', '=', OTHER_SID)
      .execute();
    await expect(twilioCredentialsByAccountSid(ctx, tenant.id, OTHER_SID)).rejects.toThrow(/authenticate/);
  });

  it('replaces the token of an account that is connected already', async () => {
    const tenant = await createTenant(database);
    const ctx = contextOf(tenant);
    const first = await connectTwilio(ctx, connection());
    const second = await connectTwilio(ctx, connection(SID, 'token-2'));
    expect(second.integration.id).toBe(first.integration.id);
    expect(await storedRows(tenant)).toHaveLength(1);
    expect((await twilioCredentialsFor(ctx, tenant.id))?.authToken).toBe('token-2');
  });

  it.each<[string, Ask, string]>([
    ['refused credentials', refuse(401), 'bad_request'],
    ['an account that Twilio does not know', refuse(404), 'bad_request'],
    ['a Twilio that is down', refuse(503), 'upstream'],
    ['a Twilio that is not reached', refuse(undefined), 'upstream'],
    ['a suspended account', () => ({ status: 'suspended' }), 'bad_request'],
    ['a closed account', () => ({ status: 'closed' }), 'bad_request'],
  ])('stores nothing for %s', async (_name, ask, kind) => {
    const tenant = await createTenant(database);
    await expect(connectTwilio(contextOf(tenant, ask), connection())).rejects.toMatchObject({ kind });
    expect(await storedRows(tenant)).toEqual([]);
  });

  it('asks Twilio nothing about a SID that cannot be one', async () => {
    const tenant = await createTenant(database);
    const ctx = contextOf(tenant, () => {
      throw new Error('Twilio was asked');
    });
    await expect(connectTwilio(ctx, connection('AC1'))).rejects.toMatchObject({ kind: 'bad_request' });
  });
});

describe('status', () => {
  it('says that nothing is connected', async () => {
    const ctx = contextOf(await createTenant(database));
    expect(await getTwilioStatus(ctx)).toMatchObject({
      is_connected: false,
      is_healthy: false,
      health: 'not_connected',
      account_sid: null,
    });
  });

  it.each<[string, Ask, string]>([
    ['an account in order', () => ({}), 'ok'],
    ['a suspended account', () => ({ status: 'suspended' }), 'suspended'],
    ['a token that was changed at Twilio', refuse(401), 'invalid_credentials'],
    ['a Twilio that is down', refuse(500), 'unreachable'],
  ])('reports %s', async (_name, ask, health) => {
    const tenant = await createTenant(database);
    await connectTwilio(contextOf(tenant), connection());
    expect(await getTwilioStatus(contextOf(tenant, ask))).toMatchObject({
      is_connected: true,
      is_healthy: health === 'ok',
      health,
      account_name: 'Main',
      account_sid: `AC${'*'.repeat(28)}aaaa`,
    });
  });
});

it('tells the account that connected it, once a day, when Twilio refuses it', async () => {
  const agency = await createTenant(database, { tenant_type: 'agency' });
  const sub = await createTenant(database, { parent_tenant_id: agency.id });
  await connectTwilio(contextOf(agency), connection());
  await getTwilioStatus(contextOf(sub, refuse(500)));
  await getTwilioStatus(contextOf(sub, refuse(401)));
  await getTwilioStatus(contextOf(agency, refuse(401)));
  const told = await database.system
    .selectFrom('notifications')
    .select(['tenant_id', 'type', 'body'])
    .where('tenant_id', 'in', [agency.id, sub.id])
    .execute();
  expect(told).toEqual([
    {
      tenant_id: agency.id,
      type: 'integration.broken',
      body: expect.stringContaining('no longer accepts the saved credentials') as string,
    },
  ]);
});

describe('whose account', () => {
  it('is the agency’s for a sub-account without its own', async () => {
    const agency = await createTenant(database, { tenant_type: 'agency' });
    const sub = await createTenant(database, { parent_tenant_id: agency.id });
    const ctx = contextOf(sub);
    expect(await twilioCredentialsFor(ctx, sub.id)).toBeNull();
    await connectTwilio(contextOf(agency), connection(SID, 'agency-token'));
    expect(await twilioCredentialsFor(ctx, sub.id)).toMatchObject({ tenantId: agency.id, authToken: 'agency-token' });
    await connectTwilio(ctx, connection(OTHER_SID, 'own-token'));
    expect(await twilioCredentialsFor(ctx, sub.id)).toMatchObject({ tenantId: sub.id, authToken: 'own-token' });
    expect((await twilioCredentialsByAccountSid(ctx, sub.id, SID))?.authToken).toBe('agency-token');
    // The agency does not get at its sub-account's.
    expect((await twilioCredentialsFor(ctx, agency.id))?.authToken).toBe('agency-token');
    expect(await twilioCredentialsByAccountSid(ctx, agency.id, OTHER_SID)).toBeNull();
  });

  it('is never another tenant’s', async () => {
    const [mine, theirs] = [await createTenant(database), await createTenant(database)];
    await connectTwilio(contextOf(theirs), connection());
    expect(await twilioCredentialsFor(contextOf(mine), mine.id)).toBeNull();
    await expect(disconnectTwilio(contextOf(mine))).rejects.toMatchObject({ kind: 'not_found' });
    expect(await storedRows(theirs)).toHaveLength(1);
  });
});

it('forgets the credentials when disconnected', async () => {
  const tenant = await createTenant(database);
  const ctx = contextOf(tenant);
  await connectTwilio(ctx, connection());
  expect(await disconnectTwilio(ctx)).toEqual({ success: true });
  expect(await storedRows(tenant)).toEqual([]);
  await expect(disconnectTwilio(ctx)).rejects.toMatchObject({ kind: 'not_found' });
});
