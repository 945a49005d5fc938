import { NOBODY } from '@leadlock/core/id';
import { compileOperations } from '@leadlock/trpc/rest/operations';
import { expect, test } from 'vitest';
import { appRouter } from '../src/router.ts';

/** Vendors' ids, which name no rows of ours. */
const OF_VENDORS = /^(?:calendar|elevenlabs|voice)_/;
/** Part of a file's path, which is not looked for in the database. */
const NAME_NO_ROW = ['GET /files/{folder}/{tenant_id}/{name} tenant_id'];

test('every id that a client sends can be looked for, whatever it is', () => {
  const ids = compileOperations(appRouter).flatMap(({ openapi: { method, path }, fields, places }) =>
    [...fields]
      .filter(([field]) => field.endsWith('_id') && !OF_VENDORS.test(field) && places.get(field) !== 'header')
      .map(([field, schema]) => ({ field: `${method} ${path} ${field}`, schema })),
  );
  expect(ids.length).toBeGreaterThan(40);
  const others = ids.filter(({ schema }) => {
    const result = schema['~standard'].validate('no id');
    return !('value' in result) || result.value !== NOBODY;
  });
  expect(others.map(({ field }) => field)).toEqual(NAME_NO_ROW);
});
