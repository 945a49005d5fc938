import { forTenant } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { AccessRows, Seed } from '@leadlock/testing/access-rows';
import { updateWebhookSettings } from './webhooks/index.ts';

/** The one of `/tenants/me/webhook`, which has the account's ID. */
const webhookEndpoint: Seed = async ({ system, tenant, mark }) => {
  await updateWebhookSettings(forTenant(system, tenant), { webhook_url: `https://${mark}.example.com/` });
  return tenant.id;
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

export const platformRows: AccessRows = {
  ids: { delivery_id: webhookDelivery, endpoint_id: webhookEndpoint, notification_id: notification },
  plainParameters: ['folder', 'name'],
};
