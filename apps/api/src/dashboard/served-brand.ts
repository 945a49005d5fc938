import { isIP } from 'node:net';
import { getPublicBranding, type PublicBrandingResponse } from '@leadlock/agency/branding';
import type { SystemContext } from '@leadlock/context/context';
import { AppError } from '@leadlock/core/errors';
import { LRUCache } from 'lru-cache';
import { lookupRate } from './lookup-rate.ts';

const KEPT_MS = 60_000;
/** Anyone can ask under any name; only so many names are remembered. Those of nobody push out no brands. */
const MAX_BRANDS = 1_000;
const MAX_NOBODYS = 10_000;
/** For names that no brand is known of: many more come only from somebody who makes them up. */
const LOOKUPS = { perSecond: 50, burst: 500 };
const PATIENCE_MS = 2_000;
const MAX_HOST_LENGTH = 253;

/** Whose brand the pages of a host show; null for the product's own. */
export type BrandOfHost = (hostname: string) => Promise<PublicBrandingResponse | null>;

interface Found {
  brand: PublicBrandingResponse | null;
}

/**
 * The brands of agencies by their custom domains, each remembered for a minute, as is that a name is nobody's. While the
 * database does not answer, what was known stays, and unknown hosts show the product's own brand; so do those that come
 * faster than names are looked up.
 */
export function brandOfHost(system: SystemContext, find = getPublicBranding): BrandOfHost {
  const own = [system.settings.publicApiUrl, system.settings.dashboardUrl].map((url) => new URL(url).hostname);
  const aMinute = { ttl: KEPT_MS, ttlResolution: 0, perf: { now: () => system.clock.now().getTime() } };
  const brands = new LRUCache<string, Found>({
    max: MAX_BRANDS,
    ...aMinute,
    allowStaleOnFetchRejection: true,
    async fetchMethod(host) {
      try {
        return { brand: await within(PATIENCE_MS, findBrand(system, find, host)) };
      } catch (err) {
        system.log.warn({ err }, 'failed to load the branding of a custom domain');
        throw err;
      }
    },
  });
  const nobodys = new LRUCache<string, true>({ max: MAX_NOBODYS, ...aMinute });
  const asking = new Set<string>();
  const mayLookUp = lookupRate(system.clock, LOOKUPS);
  return async (hostname) => {
    const host = hostname.toLowerCase();
    if (own.includes(host) || !host.includes('.') || isIP(host) !== 0 || host.length > MAX_HOST_LENGTH) return null;
    if (nobodys.has(host)) return null;
    // Names that come while they are asked about, and brands to be read again, cost nothing that anybody can make up.
    const isKnown = brands.peek(host, { allowStale: true }) !== undefined || asking.has(host);
    if (!isKnown && !mayLookUp()) return null;
    asking.add(host);
    const found = await brands.fetch(host).finally(() => asking.delete(host));
    if (found?.brand === null) {
      brands.delete(host);
      nobodys.set(host, true);
    }
    return found?.brand ?? null;
  };
}

async function findBrand(
  system: SystemContext,
  find: typeof getPublicBranding,
  host: string,
): Promise<PublicBrandingResponse | null> {
  try {
    return await find(system, host);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'not_found') return null;
    throw error;
  }
}

function within<Value>(milliseconds: number, work: Promise<Value>): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`Timed out after ${milliseconds} ms`)), milliseconds);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
