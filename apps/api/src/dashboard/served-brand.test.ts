import type { PublicBrandingResponse } from '@leadlock/agency/branding';
import { notFound } from '@leadlock/core/errors';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { createMovableClock, createTestContext } from '@leadlock/testing/factories';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { brandOfHost, type BrandOfHost } from './served-brand.ts';

const BRAND: PublicBrandingResponse = { company_name: 'Northwind', primary_color: '#204060' };

let brandOf: BrandOfHost;
let clock: ReturnType<typeof createMovableClock>;
const find = vi.fn<(context: unknown, domain: string) => Promise<PublicBrandingResponse>>();
const database = await useDatabase();
beforeEach(() => {
  find.mockReset();
  clock = createMovableClock();
  brandOf = brandOfHost(createTestContext(database, { clock }), find);
});

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
  for (let host = 0; host <= 1_000; host += 1) {
    clock.advance(1_000);
    await brandOf(`${host}.example`);
  }
  find.mockClear();
  await brandOf('1000.example');
  expect(find).not.toHaveBeenCalled();
  await brandOf('0.example');
  expect(find).toHaveBeenCalledTimes(1);
});

describe('names that somebody makes up', () => {
  const made = (count: number, salt: string) =>
    Promise.all(Array.from({ length: count }, (_, at) => brandOf(`${at}.${salt}.example`)));
  beforeEach(() => {
    find.mockImplementation(async (_context, domain) => {
      if (domain.startsWith('agency')) return BRAND;
      throw notFound('Branding');
    });
  });

  test('are looked up at a bounded rate, and the others show the product’s own brand', async () => {
    await made(2_000, 'first');
    expect(find).toHaveBeenCalledTimes(500);
    clock.advance(1_000);
    expect(new Set(await made(2_000, 'second'))).toEqual(new Set([null]));
    expect(find).toHaveBeenCalledTimes(550);
  });

  test('push out no brand that is known', async () => {
    expect(await brandOf('agency.example')).toEqual(BRAND);
    for (let round = 0; round < 5; round += 1) {
      clock.advance(10_000);
      await made(500, `round-${round}`);
    }
    find.mockClear();
    expect(await made(500, 'more')).toHaveLength(500);
    expect(await brandOf('agency.example')).toEqual(BRAND);
    expect(find).not.toHaveBeenCalledWith(expect.anything(), 'agency.example');
  });

  test('of nobody are asked about again after a minute, as are brands, and may have changed', async () => {
    expect([await brandOf('agency.example'), await brandOf('later.example')]).toEqual([BRAND, null]);
    find.mockImplementation(async (_context, domain) => {
      if (domain === 'later.example') return BRAND;
      throw notFound('Branding');
    });
    clock.advance(59_000);
    expect([await brandOf('agency.example'), await brandOf('later.example')]).toEqual([BRAND, null]);
    clock.advance(2_000);
    expect([await brandOf('agency.example'), await brandOf('later.example')]).toEqual([null, BRAND]);
  });
});
