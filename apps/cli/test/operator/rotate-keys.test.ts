import { randomBytes } from 'node:crypto';
import { countSealedValues } from '@leadlock/context/sealed-values';
import { createSecretBox } from '@leadlock/core/envelope-encryption';
import { newId } from '@leadlock/core/ids';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { enqueueEmail, sealedEmails } from '@leadlock/identity/emails';
import { createJobQueue } from '@leadlock/jobs/job-queue';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { silentLogger } from '@leadlock/observability/logger';
import { createTenant } from '@leadlock/testing/factories';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { SEALED_VALUES } from '../../src/operator/sealed-values.ts';
import { createCliUser } from '../harness/run-cli.ts';

// Each run of the command line is a process of its own, and busy machines start those slowly.
vi.setConfig({ testTimeout: 90_000 });

const newKey = (): string => randomBytes(32).toString('base64');

let owner: ReturnType<typeof connectAsOwner>;
const database = await useDatabase();
beforeAll(async () => {
  await migrateJobs(ownerUrlOf(database));
  owner = connectAsOwner(ownerUrlOf(database));
});
afterAll(async () => {
  await owner.destroy();
});
beforeEach(async () => {
  await sql`TRUNCATE integrations, webhook_endpoints, idempotency_keys CASCADE`.execute(owner);
  await sql`DELETE FROM pgboss.job`.execute(owner);
});

/** One value of every kind, sealed under `key`. */
async function storeOfEachKind(key: string): Promise<void> {
  const secrets = createSecretBox([key]);
  const { id } = await createTenant(database);
  const accountSid = `AC${'1'.repeat(32)}`;
  const credentials = secrets.seal('the token', `integrations/${id}/twilio/${accountSid}`);
  await sql`INSERT INTO integrations (tenant_id, id, provider, account_id, sealed_credentials)
            VALUES (${id}, ${newId()}, 'twilio', ${accountSid}, ${credentials})`.execute(owner);
  const [secret, previous] = ['new', 'old'].map((text) => secrets.seal(text, `webhook_secret:${id}`));
  const login = secrets.seal('user:password', `webhook_credentials:${id}`);
  await sql`INSERT INTO webhook_endpoints
              (tenant_id, id, sealed_secret, previous_sealed_secret, previous_secret_until, sealed_credentials, is_enabled)
            VALUES (${id}, ${id}, ${secret}, ${previous}, now(), ${login}, false)`.execute(owner);
  const answer = secrets.seal('{}', `idempotent_answer:${id}:user:1:k`);
  await sql`INSERT INTO idempotency_keys (tenant_id, principal, key, request_hash, sealed_answer, created_at)
            VALUES (${id}, 'user:1', 'k', '\\x00', ${answer}, now())`.execute(owner);
  const jobs = await createJobQueue({ connectionString: database.connectionString, log: silentLogger });
  const email = { to: 'a@example.com', fromName: 'Leadlock', subject: 'Hi', html: 'Hi', text: 'Hi' };
  await enqueueEmail({ jobs, secrets }, database.system, email);
  await jobs.close();
}

const rotate = (keys: string[], args: string[] = []) =>
  createCliUser('http://127.0.0.1:1', {
    DATABASE_OWNER_URL: ownerUrlOf(database),
    ENCRYPTION_KEY: keys.join(','),
  }).run(['rotate-keys', ...args]);

test('knows every column that holds sealed values', async () => {
  const { rows } = await sql<{ column: string }>`
    SELECT table_name || '.' || column_name AS column FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name LIKE '%sealed%' ORDER BY 1
  `.execute(owner);
  const known = SEALED_VALUES.filter(({ table }) => !table.includes('.'))
    .map((values) => `${values.table}.${sql`${values.sealed}`.compile(owner).sql}`)
    .toSorted();
  expect(known).toEqual(rows.map(({ column }) => column));
});

test('seals every kind of value under the new key, after which the old one is not needed', async () => {
  const [older, newer] = [newKey(), newKey()];
  await storeOfEachKind(older);
  const before = await rotate([newer, older], ['--check', '--json']);
  expect([before.code, before.stderr]).toEqual([5, '']);
  const checked = await rotate([newer, older], ['--check']);
  expect(checked.stderr).toContain('Keep the older keys, and run leadlock rotate-keys.');
  expect(JSON.parse(before.stdout)).toMatchObject({
    resealed: 0,
    older_keys_needed: true,
    stored: SEALED_VALUES.map(({ name }) => ({ name, current: 0, older: 1, lost: 0 })),
  });

  const { code, stdout, stderr } = await rotate([newer, older]);
  expect([code, stderr]).toEqual([0, expect.stringContaining(`Re-encrypted ${SEALED_VALUES.length} values.`)]);
  expect(stderr).toContain('Twilio credentials: 1 checked');
  expect(stderr).toContain('You can remove the older keys');
  expect(stdout).toMatch(/webhook secrets +1 +0 +0/);

  const alone = await rotate([newer], ['--check']);
  expect(alone.code).toBe(0);
  const secrets = createSecretBox([newer]);
  const { rows } = await sql<{ data: { email_id: string; sealed: string } }>`SELECT data FROM pgboss.job`.execute(
    owner,
  );
  const [mail] = rows;
  expect(secrets.open(mail?.data.sealed ?? '', `email:${mail?.data.email_id}`)).toContain('a@example.com');
  expect(await countSealedValues(owner, secrets, sealedEmails)).toEqual({ current: 1, older: 0, lost: 0 });
});

test('seals what it can and says what no key opens', async () => {
  const [older, newer, strange] = [newKey(), newKey(), newKey()];
  await storeOfEachKind(older);
  await storeOfEachKind(strange);
  const { code, stdout, stderr } = await rotate([newer, older], ['--json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    resealed: SEALED_VALUES.length,
    unopenable: SEALED_VALUES.length,
    older_keys_needed: true,
  });
  expect(stderr).toContain(`${SEALED_VALUES.length} values not encrypted with the first key`);
  for (const key of [older, newer, strange]) expect(stdout + stderr).not.toContain(key);
});

test('refuses a key that is none', async () => {
  const { code, stderr } = await rotate(['c2hvcnQ=']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('ENCRYPTION_KEY: Encryption keys must be 32 bytes')]);
});
