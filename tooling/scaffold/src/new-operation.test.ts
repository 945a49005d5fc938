import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { compareDocuments } from '@leadlock/api/contract/compare';
import type { OpenApi } from '@leadlock/api/contract/openapi';
import { tool } from '@leadlock/launch/repository';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newOperation } from './new-operation.ts';
import { readReference } from './reference.ts';
import { copyDomains, writeTsconfig, type TemporaryCopy } from './temporary-copy.ts';

const run = promisify(execFile);

const OPERATIONS = [
  'GET /scheduled-calls',
  'POST /scheduled-calls',
  'GET /scheduled-calls/{scheduled_call_id}',
  'PATCH /scheduled-calls/{scheduled_call_id}',
  'DELETE /scheduled-calls/{scheduled_call_id}',
  'POST /scheduled-calls/{scheduled_call_id}/cancel',
  // A folder that is there, a query beside a method that has a body, and an answer that the reference does not tell.
  'POST /phone-numbers/{phone_number_id}/test-sms',
  // Not of an account, but of the operators and of agencies.
  'GET /admin/users',
  'PATCH /admin/issues/{issue_id}',
  'POST /agency/sub-accounts/{sub_account_id}/invite',
];
const PLACES: Readonly<Record<string, string>> = {
  'GET /admin/users': 'telephony/operators',
  'PATCH /admin/issues/{issue_id}': 'telephony/operators',
  'POST /agency/sub-accounts/{sub_account_id}/invite': 'telephony/agencies',
};
const VERBS = [
  'scheduled-calls/list-scheduled-calls',
  'scheduled-calls/create-scheduled-call',
  'scheduled-calls/get-scheduled-call',
  'scheduled-calls/update-scheduled-call',
  'scheduled-calls/delete-scheduled-call',
  'scheduled-calls/cancel-scheduled-call',
  'phone-numbers/test-sms',
  'operators/get-users',
  'operators/update-issue',
  'agencies/invite-sub-account',
];

let copy: TemporaryCopy;
let written: string[];
beforeAll(() => {
  copy = copyDomains();
  const write = (operation: string) => newOperation(copy.root, operation, { place: PLACES[operation] }).files;
  written = [...new Set(OPERATIONS.flatMap(write))];
});
afterAll(() => copy.remove());

interface Shown {
  document: OpenApi;
  problems: string[];
}

async function showRouter(): Promise<Shown> {
  const script = fileURLToPath(new URL('./show-router.ts', import.meta.url));
  const router = pathToFileURL(join(copy.root, 'packages/domains/telephony/src/router.ts')).href;
  const { stdout } = await run(process.execPath, [script, router], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(stdout) as Shown;
}

test('every field, default and status is as in the reference; words and examples are asked for', async () => {
  const { document, problems } = await showRouter();
  const { verdicts } = compareDocuments(readReference(), document);
  const own = verdicts.filter(({ operation, isPresent }) => isPresent && OPERATIONS.includes(operation));
  expect(own.flatMap((verdict) => verdict.problems)).toEqual([]);
  expect(own).toHaveLength(OPERATIONS.length);
  expect(problems.filter((problem) => problem.endsWith(': no summary'))).toHaveLength(OPERATIONS.length);
});

test(
  'it compiles but for what its author must write: the verb, an example, and what the test looks at',
  { timeout: 120_000 },
  async () => {
    writeTsconfig(copy.root, written);
    const errors = await run(tool('tsc'), ['--noEmit', '--checkers', '1', '-p', '.'], { cwd: copy.root }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
    const found = [...errors.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+)/gm)].map(
      ([, file, code]) => `${file} ${code}`,
    );
    const at = (file: string) => `packages/domains/telephony/src/${file}`;
    // Operators have no account whose rows a stranger must not find.
    const ofAccounts = VERBS.filter((verb) => !verb.startsWith('operators/'));
    const answering = VERBS.filter((verb) => !verb.includes('delete'));
    expect(found.toSorted()).toEqual(
      [
        ...answering.map((verb) => `${at(verb)}.ts TS2355`),
        ...ofAccounts.map((verb) => `${at(verb)}.test.ts TS2345`),
        ...VERBS.map((verb) => `${at(`${dirname(verb)}/router`)}.ts TS2322`),
      ].toSorted(),
    );
  },
);

test('it is formatted as everything else', async () => {
  await expect(
    run(tool('oxfmt'), ['--check', 'packages/domains/telephony'], { cwd: copy.root }),
  ).resolves.toBeDefined();
});

test('a new folder is entered in the router of its domain', () => {
  const router = readFileSync(join(copy.root, 'packages/domains/telephony/src/router.ts'), 'utf8');
  expect(router).toContain("import { scheduledCallsRouter } from './scheduled-calls/router.ts';");
  expect(router).toContain('scheduledCalls: scheduledCallsRouter,');
});

test('operators and agencies are guessed by the path, in the router, the verb and the test', () => {
  const read = (file: string) => readFileSync(join(copy.root, 'packages/domains/telephony/src', file), 'utf8');
  expect(read('operators/router.ts')).toContain('get: superAdminProcedure\n');
  expect(read('operators/router.ts')).toContain('getUsers(ctx.system, input)');
  expect(read('operators/get-users.ts')).toContain('ctx: SystemContext');
  expect(read('operators/get-users.test.ts')).toContain('signIn(ctx, tenant, { is_super_admin: true })');
  expect(read('agencies/router.ts')).toContain('invite: agencyAdminProcedure\n');
  expect(read('agencies/invite-sub-account.test.ts')).toContain(
    'noAgency = await signIn(ctx, await createTenant(database)',
  );
});

test('what the access matrix does not know yet is asked for', () => {
  const { left } = newOperation(copy.root, 'GET /contacts/{phone}');
  expect(left).toContain('Say in packages/domains/crm/src/access-rows.ts what phone names.');
  const known = newOperation(copy.root, 'POST /calls/{call_id}/analyze').left;
  expect(known.join(' ')).not.toContain('access-rows.ts');
});

test('a domain that is not there is made, and says where it must be entered', () => {
  const { files, left } = newOperation(copy.root, 'GET /documents');
  expect(files).toContain('packages/domains/knowledge/package.json');
  expect(files).toContain('packages/domains/knowledge/src/documents/list-documents.ts');
  expect(left[0]).toMatch(/^This is a new domain\. .*turbo\.json.*packages\/composition\/src\/domains\.ts/);
});

test.each([
  ['GET /nowhere', {}, 'Operation not in the reference: GET /nowhere'],
  ['GET /scheduled-calls', {}, 'list-scheduled-calls.ts already exists'],
  ['POST /auth/signup-pending', {}, 'identity/auth or '],
  ['GET /contacts/', { place: 'crm' }, 'not a domain/folder'],
])('%s: refuses what it cannot do, and changes nothing', (operation, wishes, reason) => {
  expect(() => newOperation(copy.root, operation, wishes)).toThrow(reason);
});
