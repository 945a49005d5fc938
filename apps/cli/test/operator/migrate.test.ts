import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import type { DatabaseAccess } from '@leadlock/db/login/database-access';
import { sql } from 'kysely';
import { accessToTestDatabase } from '@leadlock/db/testing/test-database';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCliUser } from '../harness/run-cli.ts';
import { createEmptyDatabase } from './empty-database.ts';

// Each run of the command line is a process of its own, and busy machines start those slowly.
vi.setConfig({ testTimeout: 90_000 });

const FIRST = '20261122T140000Z-foundation';

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
beforeEach(async () => {
  database = await createEmptyDatabase();
});
afterEach(() => database.drop());

const variables = (access: DatabaseAccess) => ({
  DATABASE_URL: access.connectionString,
  DATABASE_OWNER_URL: access.ownerUrl,
});
const operator = () => createCliUser('http://127.0.0.1:1', variables(database));

interface Status {
  applied: { name: string }[];
  pending: string[];
  unknown: string[];
  queue: { version: number | null; expectedVersion: number };
}

test('says what would be applied, applies it with times, and then has nothing to do', async () => {
  const before = await operator().run(['migrate', '--status']);
  expect(before.code).toBe(5);
  expect(before.stdout).toMatch(new RegExp(`${FIRST} +pending`));
  const planned = await operator().ok(['migrate', '--dry-run']);
  expect(planned.split('\n')[0]).toBe(`would apply  ${FIRST}`);
  expect(planned).toContain('job queue');

  expect(await operator().ok(['migrate'])).toMatch(new RegExp(`^applied  ${FIRST}  \\d+ ms$`, 'm'));
  const { applied, pending, unknown, queue } = await operator().json<Status>(['migrate', '--status']);
  expect(applied[0]?.name).toBe(FIRST);
  expect([pending, unknown]).toEqual([[], []]);
  expect(queue.version).toBe(queue.expectedVersion);
  expect(await operator().json(['migrate'])).toEqual({ applied: [] });
});

test('two at once apply each migration once', async () => {
  const migrate = () => operator().run(['migrate'], { ownProcess: true });
  const [one, two] = await Promise.all([migrate(), migrate()]);
  expect([one.code, two.code, one.stderr + two.stderr]).toEqual([0, 0, expect.not.stringContaining('Error')]);
  const applied = (one.stdout + two.stdout).match(/^applied {2}(\S+)/gm) ?? [];
  expect(applied.length).toBeGreaterThan(5);
  expect(new Set(applied).size).toBe(applied.length);
});

test('an installation of an older version, with one account, is told what to set', async () => {
  const one = await createCliUser('http://127.0.0.1:1', { DATABASE_URL: database.ownerUrl }).run(['migrate']);
  expect([one.code, one.stderr]).toEqual([2, expect.stringMatching(/DATABASE_OWNER_URL is not set[^]*leadlock_app/)]);
  const { ownerUrl } = database;
  const same = await createCliUser('http://127.0.0.1:1', variables({ connectionString: ownerUrl, ownerUrl })).run([
    'migrate',
  ]);
  expect([same.code, same.stderr]).toEqual([
    1,
    expect.stringMatching(/DATABASE_URL logs in as [^]*Set DATABASE_OWNER_URL/),
  ]);
  await operator().ok(['migrate']);
});

test('help names the exit code of what is left to do', async () => {
  expect(await operator().ok(['migrate', '--help'])).toMatch(/exit\s+code\s+5/);
});

test('leaves the database of a newer version alone', async () => {
  await operator().ok(['migrate']);
  const db = connectAsOwner(database.ownerUrl);
  await sql`INSERT INTO kysely_migration VALUES ('29990101T000000Z-future', now()::text)`.execute(db);
  await db.destroy();
  for (const args of [['migrate'], ['migrate', '--status'], ['migrate', '--dry-run']]) {
    const { code, stderr } = await operator().run(args);
    expect([args, code]).toEqual([args, 1]);
    expect(stderr).toMatch(/newer than this version.*29990101T000000Z-future/);
  }
});

test('says in a line that the database is not there, or not named', async () => {
  const away = createCliUser('http://127.0.0.1:1', {
    DATABASE_URL: 'postgres://app:hidden@127.0.0.1:1/none',
    DATABASE_OWNER_URL: 'postgres://me:hidden@127.0.0.1:1/none',
  });
  const refused = await away.run(['migrate']);
  expect([refused.code, refused.stderr]).toEqual([
    1,
    expect.stringContaining('connect to the database (ECONNREFUSED)'),
  ]);
  expect(refused.stderr).not.toContain('hidden');
  const another = variables(accessToTestDatabase('no_such_database'));
  const missing = await createCliUser('http://127.0.0.1:1', another).run(['migrate']);
  expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('Database not found (3D000)')]);
  const unnamed = await createCliUser('http://127.0.0.1:1').run(['migrate']);
  expect([unnamed.code, unnamed.stderr]).toEqual([2, expect.stringContaining('DATABASE_URL is not set')]);
});
