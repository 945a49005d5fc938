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
];
const VERBS = [
  'scheduled-calls/list-scheduled-calls',
  'scheduled-calls/create-scheduled-call',
  'scheduled-calls/get-scheduled-call',
  'scheduled-calls/update-scheduled-call',
  'scheduled-calls/delete-scheduled-call',
  'scheduled-calls/cancel-scheduled-call',
  'phone-numbers/test-sms',
];

let copy: TemporaryCopy;
let written: string[];
beforeAll(() => {
  copy = copyDomains();
  written = [...new Set(OPERATIONS.flatMap((operation) => newOperation(copy.root, operation).files))];
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

test('it compiles but for what its author must write: the verb, an example, and what the test looks at', async () => {
  writeTsconfig(copy.root, written);
  const errors = await run(tool('tsc'), ['--noEmit', '--checkers', '1', '-p', '.'], { cwd: copy.root }).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
  const found = [...errors.matchAll(/^(\S+?)\(\d+,\d+\): error (TS\d+)/gm)].map(([, file, code]) => `${file} ${code}`);
  const at = (file: string) => `packages/domains/telephony/src/${file}`;
  const answering = VERBS.filter((verb) => !verb.includes('delete'));
  expect(found.toSorted()).toEqual(
    [
      ...answering.map((verb) => `${at(verb)}.ts TS2355`),
      ...VERBS.map((verb) => `${at(verb)}.test.ts TS2345`),
      ...VERBS.map((verb) => `${at(`${dirname(verb)}/router`)}.ts TS2322`),
    ].toSorted(),
  );
});

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
  expect(left[0]).toMatch(/^The domain is new\. .*turbo\.json.*packages\/composition\/src\/domains\.ts/);
});

test.each([
  ['GET /nowhere', {}, 'no operation GET /nowhere'],
  ['GET /scheduled-calls', {}, 'list-scheduled-calls.ts is there already'],
  ['POST /auth/signup-pending', {}, 'identity/auth or '],
  ['GET /contacts/', { place: 'crm' }, 'no domain/folder'],
])('%s: refuses what it cannot do, and changes nothing', (operation, wishes, reason) => {
  expect(() => newOperation(copy.root, operation, wishes)).toThrow(reason);
});
