import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PHRASES } from '@leadlock/platform/audit';
import { procedureDefinitions } from '@leadlock/trpc/procedure-definitions';
import { expect, test } from 'vitest';
import { appRouter } from '../src/router.ts';

const ROOT = join(import.meta.dirname, '../../..');
/** Entries that are not made at the door name their operation so. */
const NAMED = /\boperation: '([\w.]+)'/g;
const SOURCES = ['packages/domains/identity/src/**/*.ts', 'apps/cli/src/operator/*.ts'];

const atTheDoor = procedureDefinitions(appRouter)
  .filter(({ type, meta }) => type === 'mutation' && meta.access !== 'public' && meta.rest?.audited !== false)
  .map(({ name }) => name);
const elsewhere = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
  .filter((file) => !file.endsWith('.test.ts'))
  .flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(NAMED)].map(([, operation = '']) => operation),
  );

test('the audit log has words for every operation that it keeps, and for no other', () => {
  expect(elsewhere).toHaveLength(5);
  expect(Object.keys(PHRASES).toSorted()).toEqual([...atTheDoor, ...elsewhere].toSorted());
});
