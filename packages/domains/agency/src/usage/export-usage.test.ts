import { signIn, useOperations } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { createAgencyWorld } from '../../test/agency-world.ts';
import { agencyRouter } from '../router.ts';

const CALLS = 5_000;
/** More than the pool has connections. */
const STALLED = 8;

let headers: Record<string, string>;
const database = await useDatabase();
const world = await createAgencyWorld(database);
const api = await useOperations(agencyRouter, world.system);
beforeAll(async () => {
  headers = { authorization: `Bearer ${await signIn(world.system, world.agency)}` };
  // Many end within the same millisecond, and some at the very same moment.
  await sql`
    INSERT INTO usage_records
      (tenant_id, id, kind, provider, direction, quantity, unit, cost_cents, revenue_cents, occurred_at)
    SELECT ${world.subAccount.id}::uuid, gen_random_uuid(), 'voice', 'xai', 'inbound', 1, 'minute', 5, 20,
      '2026-11-22T12:00:00Z'::timestamptz + n % 700 * interval '1 microsecond'
    FROM generate_series(1, ${sql.lit(CALLS)}) AS n
  `.execute(database.system);
});

const open = () => fetch(`${api.url}/agency/usage/export`, { headers });

test('has each call once, in their order', async () => {
  const rows = parse<{ id: string }>(await (await open()).text(), { columns: true });
  const { rows: stored } = await sql<{ id: string }>`
    SELECT id FROM usage_records WHERE agency_id = ${world.agency.id} ORDER BY occurred_at DESC, id DESC
  `.execute(database.system);
  expect(rows.map(({ id }) => id)).toEqual(stored.map(({ id }) => id));
  expect(rows).toHaveLength(CALLS);
});

test('holds no connection while its readers have stopped', async () => {
  // More than sockets hold on to while nobody reads.
  const wide = { name: 'x'.repeat(20_000) };
  await database.system.updateTable('tenants').set(wide).where('id', '=', world.subAccount.id).execute();
  const readers = await Promise.all(
    Array.from({ length: STALLED }, async () => {
      const reader = (await open()).body?.getReader();
      await reader?.read();
      return reader;
    }),
  );
  expect((await fetch(`${api.url}/agency/usage?limit=1`, { headers })).status).toBe(200);
  for (const reader of readers) await reader?.cancel();
});
