import { FIGURE_SUMS, figuresOf } from '@leadlock/db/call-figures';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createWorld } from '../../test/world.ts';
import { telephony } from '../domain.ts';

const database = await useDatabase();

test('a worker takes all that waits into the figures, which stay what they are', async () => {
  const { system, tenant } = await createWorld(database);
  // More than one transaction takes.
  await sql`
    INSERT INTO call_logs
      (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, started_at, ended_at, billable_minutes)
    SELECT ${tenant.id}::uuid, gen_random_uuid(), 'CA' || n, 'inbound', '+1', '+2', 'completed', now(), now(), 2
    FROM generate_series(1, 5001) AS n
  `.execute(database.system);
  const figures = () =>
    database.system
      .selectFrom(figuresOf({ tenantId: tenant.id }).as('figures'))
      .select(FIGURE_SUMS)
      .executeTakeFirst();
  const before = await figures();
  expect(before).toMatchObject({ calls: 5001, minutes: 10_002, conversations: 5001 });
  const timer = telephony.timers.find(({ name }) => name === 'update statistics with calls');
  await timer?.run(system);
  expect(await database.system.selectFrom('call_figure_changes').select('id').execute()).toEqual([]);
  expect(await figures()).toEqual(before);
});
