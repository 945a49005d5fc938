import { createHash, randomBytes } from 'node:crypto';
import { forTenant, type Tenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import { connectTwilio } from '@leadlock/crm/integrations';
import { updateWebhookSettings } from '@leadlock/platform/webhooks';
import { createAgent, createUser, type TestContext } from '@leadlock/testing/factories';

/** A tenant whose rows a request names, rightly or not. */
export interface Owner {
  system: TestContext;
  tenant: Tenant;
  /** A sub-account of an agency; null for other tenants. */
  subAccount: Tenant | null;
  /** Part of every text in its rows, so that an answer with one of them gives itself away. */
  mark: string;
}

type Seed = (owner: Owner) => Promise<string>;

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

const agent: Seed = async ({ system, tenant, subAccount, mark }) => {
  // Agencies have no agents of their own: what they copy and list belongs to their sub-accounts.
  const row = await createAgent(system.database, subAccount ?? tenant, { name: mark });
  return row.id;
};

const call: Seed = async ({ system, tenant, mark }) => {
  const id = newId();
  const accountSid = `AC${hex(16)}`;
  const values = {
    tenant_id: tenant.id,
    id,
    twilio_call_sid: `CA${hex(16)}`,
    twilio_account_sid: accountSid,
    direction: 'inbound',
    from_number: '+12125550123',
    to_number: '+14155550100',
    status: 'completed',
    started_at: new Date(),
    ended_at: new Date(),
    recording_sid: `RE${hex(16)}`,
    recording_url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/RE${hex(16)}`,
    caller_name: mark,
  };
  await system.db.insertInto('call_logs').values(values).execute();
  return id;
};

let phoneNumbers = 0;
/** Thousands of tenants have one here: made up at random, two of them would sometimes be the same. */
const nextPhoneNumber = (): string => `+1415${2_000_000 + phoneNumbers++}`;

const phoneNumber: Seed = async ({ system, tenant, mark }) => {
  const id = newId();
  const values = {
    tenant_id: tenant.id,
    id,
    user_tenant_id: tenant.id,
    twilio_sid: `PN${hex(16)}`,
    phone_number: nextPhoneNumber(),
    friendly_name: mark,
  };
  await system.db.insertInto('phone_numbers').values(values).execute();
  return id;
};

/** One with Twilio, which is also what requests that name none rely on; an agency’s sub-account may use it. */
const twilio: Seed = async ({ system, tenant, subAccount, mark }) => {
  const credentials = { account_name: mark, account_sid: `AC${hex(16)}`, auth_token: hex(16) };
  const { integration } = await connectTwilio(forTenant(system, tenant), credentials);
  if (subAccount) {
    const assigned = { tenant_id: subAccount.id, agency_id: tenant.id, integration_id: integration.id };
    await system.db
      .insertInto('sub_account_integrations')
      .values({ ...assigned, provider: 'twilio' })
      .execute();
  }
  return integration.id;
};

const apiKey: Seed = async ({ system, tenant, mark }) => {
  const id = newId();
  const key_hash = createHash('sha256').update(id).digest();
  const values = { tenant_id: tenant.id, id, name: mark, key_prefix: 'sk_live_0000', key_hash };
  await system.db.insertInto('api_keys').values(values).execute();
  return id;
};

const user: Seed = async ({ system, tenant, mark }) => {
  const row = await createUser(system.database, tenant, { role: 'member', full_name: mark });
  return row.id;
};

const webhookDelivery: Seed = async ({ system, tenant, mark }) => {
  const [id, eventId] = [newId(), newId()];
  // A delivery can only be replayed to a webhook that is enabled.
  const endpoint = { webhook_url: `https://${mark}.example.com/`, webhook_enabled: true };
  await updateWebhookSettings(forTenant(system, tenant), endpoint);
  const event = { tenant_id: tenant.id, id: eventId, type: 'webhook.test', actor: '{}' };
  const payload = JSON.stringify({ message: mark });
  await system.db
    .insertInto('events')
    .values({ ...event, payload })
    .execute();
  const delivery = { tenant_id: tenant.id, id, event_id: eventId, event_type: event.type, status: 'failed' };
  await system.db.insertInto('webhook_deliveries').values(delivery).execute();
  return id;
};

const notification: Seed = async ({ system, tenant, mark }) => {
  const id = newId();
  const values = { tenant_id: tenant.id, id, type: 'call.failed', occasion: id, title: mark, body: mark };
  await system.db.insertInto('notifications').values(values).execute();
  return id;
};

/** What has no id of its own: requests about it name the tenant alone. */
export const seedCustomDomain = ({ system, tenant, mark }: Owner): Promise<unknown> =>
  system.db
    .insertInto('custom_domains')
    .values({ tenant_id: tenant.id, domain: `${mark.toLowerCase()}.example.com`, token: mark })
    .execute();

const subAccount: Seed = ({ tenant, subAccount }) => Promise.resolve((subAccount ?? tenant).id);

/**
 * What an id is an id of, by the name of its field: in a path, a query or a body, alone or as a list. A new operation with
 * another name in its path fails the matrix until it has its row here or is listed below.
 */
export const ROWS: Readonly<Record<string, Seed>> = {
  agent_id: agent,
  call_id: call,
  delivery_id: webhookDelivery,
  integration_id: twilio,
  key_id: apiKey,
  notification_id: notification,
  phone_number_id: phoneNumber,
  source_tenant_id: subAccount,
  sub_account_id: subAccount,
  target_tenant_id: subAccount,
  tenant_id: ({ tenant }) => Promise.resolve(tenant.id),
  user_id: user,
};

/** Parts of paths that name no row: the example's value is sent. */
export const PLAIN_PARAMETERS: ReadonlySet<string> = new Set(['call_sid', 'folder', 'name', 'step', 'variable']);
