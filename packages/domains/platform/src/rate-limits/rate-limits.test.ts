import { setTimeout as delay } from 'node:timers/promises';
import { useDatabase } from '@leadlock/testing/use-database';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { rateLimits, type BucketLimit, type WindowLimit } from './limits.ts';
import { deleteIdleWindows, enterWindow } from './sliding-window.ts';
import { deleteIdleBuckets, takeTokens } from './token-bucket.ts';
import { TokenPurse } from './token-purse.ts';

const database = await useDatabase();
beforeEach(async () => {
  await database.system.deleteFrom('rate_limit_buckets').execute();
  await database.system.deleteFrom('rate_limit_windows').execute();
});

const five: BucketLimit = { burst: 5, perMinute: 5, of: 'ip' };
const take = (wanted = 1, limit = five) => takeTokens(database.system, 'a', limit, wanted);

/** Lets time pass for every bucket. */
const age = (seconds: number) =>
  sql`UPDATE rate_limit_buckets SET refilled_at = refilled_at - make_interval(secs => ${seconds})`.execute(
    database.system,
  );

test('five at once, then one every twelve seconds, never more than five', async () => {
  for (let count = 0; count < 5; count += 1) expect(await take()).toEqual({ count: 1, retryAfterMs: 0 });
  const refused = await take();
  expect(refused.count).toBe(0);
  expect(refused.retryAfterMs).toBeGreaterThan(11_000);
  expect(refused.retryAfterMs).toBeLessThanOrEqual(12_000);
  await age(12);
  expect((await take()).count).toBe(1);
  expect((await take()).count).toBe(0);
  await age(3_600);
  expect((await take(100)).count).toBe(5);
});

test('buckets of others are not touched', async () => {
  await take(5);
  expect((await takeTokens(database.system, 'b', five, 1)).count).toBe(1);
});

test('many processes at once get no more than there is', async () => {
  const limit: BucketLimit = { burst: 20, perMinute: 0.001, of: 'principal', block: 3 };
  const spendTwenty = (purse: TokenPurse) => Array.from({ length: 20 }, () => purse.spend('shared', limit));
  const purses = Array.from({ length: 4 }, () => new TokenPurse(database.system));
  const waits = await Promise.all(purses.flatMap(spendTwenty));
  const admitted = waits.filter((wait) => wait === 0).length;
  expect(admitted).toBeLessThanOrEqual(20);
  // A process may sit on what is left of its last blocks.
  expect(admitted).toBeGreaterThanOrEqual(12);
});

test('requests that come together share a block', async () => {
  const purse = new TokenPurse(database.system);
  const limit: BucketLimit = { burst: 100, perMinute: 0.001, of: 'principal', block: 10 };
  await Promise.all(Array.from({ length: 25 }, () => purse.spend('me', limit)));
  const { tokens } = await database.system.selectFrom('rate_limit_buckets').select('tokens').executeTakeFirstOrThrow();
  expect(Math.round(tokens)).toBe(70);
});

test('a process spends its block before it asks again, and a refusal is remembered until it is over', async () => {
  const purse = new TokenPurse(database.system);
  const stored = async () =>
    (await database.system.selectFrom('rate_limit_buckets').select('tokens').executeTakeFirstOrThrow()).tokens;
  const limit: BucketLimit = { burst: 10, perMinute: 600, of: 'principal', block: 10 };
  for (let count = 0; count < 10; count += 1) expect(await purse.spend('me', limit)).toBe(0);
  expect(await stored()).toBeLessThan(1);
  await database.system.updateTable('rate_limit_buckets').set({ tokens: -20 }).execute();
  const wait = await purse.spend('me', limit);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(2_100);
  await age(60);
  expect(await purse.spend('me', limit)).toBeGreaterThan(0);
  await delay(wait + 5);
  expect(await purse.spend('me', limit)).toBe(0);
});

test('the defaults are five a minute on log-in and five an hour on invitations', () => {
  expect(rateLimits()).toMatchObject({
    auth: { most: 5, perSeconds: 60, of: 'ip' },
    'accept-invite': { most: 5, perSeconds: 3_600, of: 'ip' },
    general: { perMinute: 600, of: 'principal' },
  });
});

test('idle buckets are forgotten', async () => {
  await take();
  await deleteIdleBuckets(database.system);
  await age(86_401);
  await takeTokens(database.system, 'b', five, 1);
  await deleteIdleBuckets(database.system);
  const left = await database.system.selectFrom('rate_limit_buckets').select('key').execute();
  expect(left).toEqual([{ key: 'b' }]);
});

describe('a window', () => {
  const fiveAMinute: WindowLimit = { most: 5, perSeconds: 60, of: 'ip' };
  const enter = () => enterWindow(database.system, 'a', fiveAMinute);
  const pass = (seconds: number) =>
    sql`UPDATE rate_limit_windows SET visited_at = visited_at - make_interval(secs => ${seconds}), admitted = ARRAY(
      SELECT admission - make_interval(secs => ${seconds}) FROM unnest(admitted) AS admission ORDER BY 1)`.execute(
      database.system,
    );

  test('admits five in any minute, wherever it begins', async () => {
    expect(await enter()).toEqual({ count: 1, retryAfterMs: 0 });
    await pass(50);
    for (let count = 0; count < 4; count += 1) expect((await enter()).count).toBe(1);
    const refused = await enter();
    expect(refused.count).toBe(0);
    expect(refused.retryAfterMs).toBeGreaterThan(9_000);
    expect(refused.retryAfterMs).toBeLessThanOrEqual(10_000);
    await pass(10);
    // Only the first has left the window by now.
    expect([(await enter()).count, (await enter()).count]).toEqual([1, 0]);
    await pass(50);
    for (let count = 0; count < 4; count += 1) expect((await enter()).count).toBe(1);
    expect((await enter()).count).toBe(0);
  });

  test('admits no more to many processes at once, and keeps others’ windows apart', async () => {
    const purses = Array.from({ length: 4 }, () => new TokenPurse(database.system));
    const waits = await Promise.all(
      purses.flatMap((purse) => Array.from({ length: 10 }, () => purse.spend('a', fiveAMinute))),
    );
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    expect(await purses[0]?.spend('b', fiveAMinute)).toBe(0);
  });

  test('is forgotten after a day', async () => {
    await enter();
    await deleteIdleWindows(database.system);
    expect(await database.system.selectFrom('rate_limit_windows').select('key').execute()).toEqual([{ key: 'a' }]);
    await pass(86_401);
    await deleteIdleWindows(database.system);
    expect(await database.system.selectFrom('rate_limit_windows').select('key').execute()).toEqual([]);
  });
});
