import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { afterAll, expect, it, vi } from 'vitest';
import { startTransferWorld } from '../../test/transfers-world.ts';

const database = await useDatabase();
const owner = connectAsOwner(ownerUrlOf(database));
afterAll(() => owner.destroy());

const run = (statement: string) => sql.raw(statement).execute(owner);

const RESTARTS = '57P01';
const IS_BROKEN = 'XX000';

/** No transfer is connected until the returned function is called: the database fails whoever tries. */
async function refuseToConnect(code: string): Promise<() => Promise<unknown>> {
  await run(`
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'failed for a test' USING ERRCODE = '${code}'; END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON call_transfers FOR EACH ROW
      WHEN (NEW.status = 'connected') EXECUTE FUNCTION fail()`);
  return () => run('DROP FUNCTION fail CASCADE');
}

/** A warm transfer whose target is asked. */
async function ask() {
  const served = await startTransferWorld(database);
  const outcome = served.transfer({ target: 'Lee', reason: 'Water in the basement' });
  await expect.poll(async () => (await served.lastRow())?.callee_call_sid).toBe(served.calleeSid);
  await served.callee('ask');
  return { ...served, outcome };
}

it('somebody who is asked while the database is away has the caller when they say yes', async () => {
  const { outcome, callee, redirects, world } = await ask();
  const warned = vi.spyOn(world.ctx.log, 'warn');
  await run('ALTER TABLE call_transfers RENAME TO transfers_away');
  await expect.poll(() => warned.mock.calls.length, { timeout: 10_000 }).toBeGreaterThan(0);
  await run('ALTER TABLE transfers_away RENAME TO call_transfers');
  expect((await callee('answer', { Digits: '1' })).text).toContain('<Conference');
  expect(await outcome).toMatchObject({ handsOver: true });
  expect(redirects).toHaveLength(1);
});

it('so has somebody who said yes just before it went away', async () => {
  const { outcome, callee, redirects, lastRow } = await ask();
  const comeBack = await refuseToConnect(RESTARTS);
  await callee('answer', { Digits: '1' });
  setTimeout(() => void comeBack(), 1500);
  expect(await outcome).toMatchObject({ handsOver: true });
  expect(redirects).toHaveLength(1);
  expect(await lastRow()).toMatchObject({ status: 'connected' });
});

it('nobody is left waiting for a caller whom the database keeps from them for good', async () => {
  const { outcome, callee, redirects, ended, calleeSid } = await ask();
  const comeBack = await refuseToConnect(IS_BROKEN);
  await callee('answer', { Digits: '1' });
  expect((await outcome).result).toHaveProperty('error');
  expect(ended).toEqual([calleeSid]);
  expect(redirects).toEqual([]);
  await comeBack();
});
