import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { login } from '@leadlock/identity/auth';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { expect, test, vi } from 'vitest';
import { createCliUser, temporaryFolder } from '../harness/run-cli.ts';
import { ENTER, openTerminal } from '../harness/terminal.ts';

// Each run of the command line is a process of its own, and busy machines start those slowly.
vi.setConfig({ testTimeout: 90_000 });

const PASSWORD = 'a-harbour-in-the-fog';
const variables = {
  JWT_SECRET: 'a secret that only tests know, 32+ bytes',
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
};

const database = await useDatabase();

const createUser = (args: string[], input = PASSWORD) =>
  createCliUser('http://127.0.0.1:1', { ...variables, DATABASE_URL: database.connectionString }).run(
    ['admin', 'create-user', '--password-stdin', ...args],
    { input: `${input}\n` },
  );

test('makes the first operator of an installation, who can log in, and writes it down', async () => {
  const args = ['--email', 'Ada@Example.com', '--name', 'Ada', '--company', 'Engines', '--super-admin', '--json'];
  const { code, stdout, stderr } = await createUser(args);
  expect([code, stderr]).toEqual([0, '']);
  const created = JSON.parse(stdout) as { id: string; tenant_id: string };
  expect(created).toMatchObject({ email: 'ada@example.com', role: 'owner', is_super_admin: true });
  const session = await login(createTestContext(database), { email: 'ada@example.com', password: PASSWORD });
  expect(session.tenant).toMatchObject({ id: created.tenant_id, name: 'Engines' });
  const audit = await database.system
    .selectFrom('audit_log')
    .selectAll()
    .where('tenant_id', '=', created.tenant_id)
    .executeTakeFirstOrThrow();
  expect(audit).toMatchObject({
    operation: 'operator.createUser',
    target: { id: created.id },
    outcome: 'succeeded',
    actor: { type: 'system', name: expect.stringContaining(`operator ${userInfo().username}@`) },
  });
});

test('adds a member to an account, with the settings of a file', async () => {
  const { id } = await createTenant(database);
  const file = join(temporaryFolder(), 'services.env');
  const lines = Object.entries({ ...variables, DATABASE_URL: database.connectionString });
  writeFileSync(file, lines.map(([name, value]) => `${name}='${value}'`).join('\n'));
  const args = ['admin', 'create-user', '--email', 'bob@example.com', '--name', 'Bob', '--tenant', id];
  const user = createCliUser('http://127.0.0.1:1');
  const { code, stderr } = await user.run([...args, '--variables', file, '--password-stdin'], { input: PASSWORD });
  expect([code, stderr]).toEqual([0, expect.stringContaining(`Created bob@example.com (member of account ${id})`)]);
});

test('asks for the password at a terminal', async () => {
  const args = ['admin', 'create-user', '--email', 'eve@example.com', '--name', 'Eve', '--company', 'Eve & Co'];
  const user = createCliUser('http://127.0.0.1:1', { ...variables, DATABASE_URL: database.connectionString });
  const terminal = openTerminal(args, user.environment());
  await terminal.shows('Password of the user');
  terminal.type(PASSWORD + ENTER);
  await terminal.shows('Created eve@example.com (owner');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.screen()).not.toContain(PASSWORD);
  const piped = await user.run(args);
  expect([piped.code, piped.stderr]).toEqual([2, expect.stringContaining('--password-stdin')]);
});

test('names what is missing of the environment', async () => {
  const user = createCliUser('http://127.0.0.1:1', { ...variables, JWT_SECRET: '' });
  const args = ['admin', 'create-user', '--email', 'c@example.com', '--name', 'C', '--company', 'C'];
  const { code, stderr } = await user.run([...args, '--password-stdin'], { input: PASSWORD });
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^ {2}JWT_SECRET is not set$/m)]);
  const nowhere = await user.run([...args, '--password-stdin', '--variables', '/nowhere'], { input: PASSWORD });
  expect([nowhere.code, nowhere.stderr]).toEqual([2, 'Error: Can’t read /nowhere (ENOENT)\n']);
});

test.each([
  ['an address that is taken', ['--email', 'ADA@example.com', '--name', 'A', '--company', 'C'], 1, /already exists/],
  ['no account', ['--email', 'c@example.com', '--name', 'C'], 2, /--tenant <id> or --company <name>/],
  ['two accounts', ['--email', 'c@example.com', '--name', 'C', '--company', 'C', '--tenant', 'x'], 2, /cannot be used/],
  [
    'a new account without an owner',
    ['--email', 'c@example.com', '--name', 'C', '--company', 'C', '--role', 'member'],
    2,
    /'--role <role>' cannot be used with option '--company <name>'/,
  ],
  [
    'a type of an account that there is',
    ['--email', 'c@example.com', '--name', 'C', '--tenant', 'x', '--account-type', 'agency'],
    2,
    /cannot be used with option '--account-type <type>'/,
  ],
  ['no email address', ['--email', 'c', '--name', 'C', '--company', 'C'], 2, /--email: /],
  [
    'an unknown account',
    ['--email', 'c@example.com', '--name', 'C', '--tenant', '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f'],
    4,
    /Account not found/,
  ],
])('refuses %s', async (_what, args, code, reason) => {
  const result = await createUser(args);
  expect(result.stderr).toMatch(reason);
  expect(result.code).toBe(code);
});

test.each([
  ['short', 'abc', /the password: Too small/],
  ['common', 'password1', /the password: .*too common/],
])('refuses a password that is %s, as sign-up does', async (_what, password, reason) => {
  const { code, stderr } = await createUser(['--email', 'd@example.com', '--name', 'D', '--company', 'D'], password);
  expect([code, stderr]).toEqual([2, expect.stringMatching(reason)]);
});
