import { serveInTest, signIn } from '@leadlock/identity/testing';
import { useDatabase } from '@leadlock/testing/use-database';
import { router } from '@leadlock/trpc/init';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createWorld, type World } from '../../test/world.ts';
import { findCallsToExport } from './queries.ts';
import { callsRouter } from './router.ts';
import { rangesOfCalls } from './scan-calls.ts';

const database = await useDatabase();

async function serve() {
  const world = await createWorld(database);
  const server = await serveInTest(router({ calls: callsRouter }), world.system);
  const token = await signIn(world.system, world.tenant);
  const get = (path: string) => server.request('GET', path, { token });
  const raw = (path: string) => fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } });
  return { world, get, raw };
}

describe('few calls that match among many', () => {
  const CALLS = 25_000;
  async function addMany({ tenant }: World) {
    await sql`
      INSERT INTO call_logs
        (tenant_id, id, twilio_call_sid, direction, from_number, to_number, status, started_at, caller_name)
      SELECT ${tenant.id}::uuid, gen_random_uuid(), ${tenant.id} || n, 'inbound', '+1', '+2', 'completed',
        -- Several began at the same time, also where one range ends and the next begins.
        '2026-01-01T00:00:00Z'::timestamptz + n / 3 * interval '1 minute',
        CASE WHEN n IN (1, 5000, 5001, 5002, ${CALLS}) THEN 'Rare ' || n END
      FROM generate_series(1, ${CALLS}::int) AS n
    `.execute(database.system);
  }
  it('are looked for in ranges of a bounded number of rows, which leave none out', async () => {
    const { world } = await serve();
    await addMany(world);
    const { db, tenant } = world.ctx;
    const sizes: number[] = [];
    for await (const range of rangesOfCalls(db, tenant, { search: 'rare' }, 10_000)) {
      sizes.push((await findCallsToExport(db, tenant, {}, range)).length);
    }
    expect(sizes).toEqual([10_000, 10_000, 5_000]);
  });

  it('are found, counted and exported over all ranges', async () => {
    const { world, get, raw } = await serve();
    await addMany(world);
    const names = async (query: string) => {
      const { body } = await get(`/calls/search?search=rare&${query}`);
      const { calls, total } = body as { calls: { caller_name: string }[]; total: number };
      return { names: calls.map(({ caller_name }) => caller_name), total };
    };
    const all = ['Rare 25000', 'Rare 5002', 'Rare 5001', 'Rare 5000', 'Rare 1'];
    expect(new Set((await names('')).names)).toEqual(new Set(all));
    const paged = [await names('limit=2'), await names('limit=2&offset=2'), await names('limit=2&offset=4')];
    expect(paged.flatMap((page) => page.names)).toEqual((await names('')).names);
    expect(paged.map(({ total }) => total)).toEqual([5, 5, 5]);
    expect(await names('offset=5')).toEqual({ names: [], total: 5 });
    const { body } = await get('/calls?direction=outbound');
    expect(body).toEqual({ calls: [], total: 0 });
    const rows = parse(await (await raw('/calls/export?search=rare')).text(), { columns: true, bom: true });
    expect((rows as { caller_name: string }[]).map(({ caller_name }) => caller_name)).toEqual((await names('')).names);
  });
});
