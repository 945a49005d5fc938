import { forTenant } from '@leadlock/context/context';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { createTenant, createTestContext, createUser } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { listAuditLog, selectEntries } from '../src/audit/list-audit-log.ts';
import { countUnread, findNotifications, selectPage, selectUnread } from '../src/notifications/queries.ts';
import { listWebhookDeliveries, selectDeliveries } from '../src/webhooks/list-webhook-deliveries.ts';

const ROWS = 12_000;

const database = await useDatabase();
const system = createTestContext(database);
const agency = await createTenant(database, { tenant_type: 'agency' });
const clients = [
  await createTenant(database, { parent_tenant_id: agency.id }),
  await createTenant(database, { parent_tenant_id: agency.id }),
];
const [client = agency] = clients;
const ctx = forTenant(system, client);
const agencyScope = { agencyId: agency.id };

/** Of each list so many rows of one account, a few of which are of a rare kind. */
beforeAll(async () => {
  const owner = connectAsOwner(ownerUrlOf(database));
  const at = sql`now() - n * interval '1 second'`;
  await sql`
    INSERT INTO webhook_deliveries (tenant_id, id, event_id, event_type, status, created_at)
    SELECT ${client.id}::uuid, gen_random_uuid(), gen_random_uuid(),
      CASE WHEN n % 4000 = 0 THEN 'agent.deleted' ELSE 'call.completed' END,
      CASE WHEN n % 4000 = 1 THEN 'failed' ELSE 'delivered' END, ${at}
    FROM generate_series(1, ${ROWS}::integer) AS n`.execute(owner);
  await sql`
    INSERT INTO audit_log (tenant_id, id, actor, operation, outcome, request_id, ip, occurred_at)
    SELECT ${client.id}::uuid, gen_random_uuid(), '{}', CASE WHEN n % 4000 = 0 THEN 'agents.delete' ELSE 'agents.update' END,
      'succeeded', 'r', '::1', ${at}
    FROM generate_series(1, ${ROWS}::integer) AS n`.execute(owner);
  await sql`
    INSERT INTO notifications (tenant_id, id, type, occasion, title, body, created_at)
    SELECT (${clients.map(({ id }) => id)}::uuid[])[1 + n % 2], gen_random_uuid(), 'call.failed', n::text, n::text, '', ${at}
    FROM generate_series(1, ${ROWS}::integer) AS n`.execute(owner);
  await sql`ANALYZE webhook_deliveries, audit_log, notifications`.execute(owner);
  await owner.destroy();
});

test.each([
  ['webhook deliveries', (page: { limit: number; offset: number }) => listWebhookDeliveries(ctx, page)],
  ['the audit log', (page: { limit: number; offset: number }) => listAuditLog(ctx, page)],
  [
    'an agency’s notifications',
    (page: { limit: number; offset: number }) => findNotifications(database.system, agencyScope, null, page),
  ],
])('rows of %s are counted up to a limit, which a page behind it moves', async (_name, list) => {
  const totalAt = async (offset: number) => (await list({ limit: 50, offset })).total;
  expect(await totalAt(0)).toBe(10_000);
  expect(await totalAt(9_949)).toBe(10_000);
  expect(await totalAt(10_900)).toBe(10_951);
  expect(await totalAt(ROWS - 50)).toBe(ROWS);
  expect(await totalAt(ROWS + 500)).toBe(ROWS);
});

test('rows of a rare kind are all counted', async () => {
  const page = { limit: 50, offset: 0 };
  expect(await listWebhookDeliveries(ctx, { status: 'failed', ...page })).toMatchObject({ total: 3 });
  expect(await listWebhookDeliveries(ctx, { event_type: 'agent.deleted', ...page })).toMatchObject({ total: 3 });
  expect(await listAuditLog(ctx, { operation: 'agents.delete', ...page })).toMatchObject({ total: 3 });
});

test('what nobody has read is counted up to the limit', async () => {
  expect(await countUnread(database.system, agencyScope, null)).toBe(10_000);
  expect(await countUnread(database.system, { tenantId: client.id }, null)).toBe(ROWS / 2);
});

test('what a person has not read is found by an index, from where they marked all as read', async () => {
  const { id: readerId } = await createUser(database, client);
  const scope = { tenantId: client.id };
  expect(await countUnread(database.system, scope, readerId)).toBe(ROWS / 2);
  // Of random IDs about one in 256 is greater.
  const reader = { tenant_id: client.id, reader_id: readerId, read_through: 'feffffff-ffff-ffff-ffff-ffffffffffff' };
  await database.system.insertInto('notification_readers').values(reader).execute();
  const left = await countUnread(database.system, scope, readerId);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(ROWS / 100);
  const plan = await selectUnread(database.system, scope, readerId).select('notifications.id').explain('json');
  expect(JSON.stringify(plan)).toContain('"notifications_unread_by_id"');
});

test('an agency’s notifications are one list, in the order of all accounts', async () => {
  const titles: string[] = [];
  for (const offset of [0, 50, 100]) {
    const { notifications } = await findNotifications(database.system, agencyScope, null, { limit: 50, offset });
    titles.push(...notifications.map(({ title }) => title));
  }
  expect(titles).toEqual(Array.from({ length: 150 }, (_, index) => String(index + 1)));
});

test('each list is read from an index in its order, and not sorted as a whole', async () => {
  const page = { limit: 50, offset: 0 };
  const plans = await Promise.all(
    [
      selectDeliveries(ctx, {}).limit(50),
      selectDeliveries(ctx, { status: 'failed' }).limit(50),
      selectDeliveries(ctx, { event_type: 'agent.deleted' }).limit(50),
      selectEntries(ctx, {}).limit(50),
      selectEntries(ctx, { operation: 'agents.delete' }).limit(50),
      selectPage(database.system, agencyScope, null, page),
    ].map(async (query) => JSON.stringify(await query.explain('json'))),
  );
  const indexes = plans.map((plan) => plan.match(/"(webhook_deliveries|audit_log|notifications)_by_\w+/)?.[0].slice(1));
  expect(indexes).toEqual([
    'webhook_deliveries_by_time',
    'webhook_deliveries_by_status',
    'webhook_deliveries_by_type',
    'audit_log_by_time',
    'audit_log_by_operation',
    // Of so few accounts the newest of all will do.
    'notifications_by_age',
  ]);
});
