import type { PublicBrandingResponse } from '@leadlock/agency/branding';
import { notFound } from '@leadlock/core/errors';
import { createTestDatabase } from '@leadlock/db/testing/test-database';
import type { Database } from '@leadlock/db/client';
import { createTestContext } from '@leadlock/testing/factories';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { brandOfHost, type BrandOfHost } from './served-brand.ts';

const BRAND: PublicBrandingResponse = { company_name: 'Northwind', primary_color: '#204060' };

let database: Database;
let brandOf: BrandOfHost;
const find = vi.fn<(context: unknown, domain: string) => Promise<PublicBrandingResponse>>();
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => {
  find.mockReset();
  brandOf = brandOfHost(createTestContext(database), find);
});
afterAll(() => database.close());

test('a host is asked about once a minute, also when many come at once and when it has no brand', async () => {
  find.mockImplementation(async (_context, domain) => {
    if (domain === 'nobody.example') throw notFound('Branding');
    return BRAND;
  });
  const answers = await Promise.all(['a.example', 'A.example', 'nobody.example', 'nobody.example'].map(brandOf));
  expect(answers).toEqual([BRAND, BRAND, null, null]);
  expect(find).toHaveBeenCalledTimes(2);
});

test('the product’s own hosts, names without a dot and addresses have no brand to ask for', async () => {
  for (const host of ['app.example.com', 'localhost', '127.0.0.1', '::1', `${'a'.repeat(300)}.example`]) {
    expect(await brandOf(host)).toBeNull();
  }
  expect(find).not.toHaveBeenCalled();
});

test('a failure is not remembered', async () => {
  find.mockRejectedValueOnce(new Error('the connection broke')).mockResolvedValueOnce(BRAND);
  expect(await brandOf('a.example')).toBeNull();
  expect(await brandOf('a.example')).toEqual(BRAND);
});

test('only so many hosts are remembered', async () => {
  find.mockResolvedValue(BRAND);
  for (let host = 0; host <= 1_000; host += 1) await brandOf(`${host}.example`);
  find.mockClear();
  await brandOf('1000.example');
  expect(find).not.toHaveBeenCalled();
  await brandOf('0.example');
  expect(find).toHaveBeenCalledTimes(1);
});
