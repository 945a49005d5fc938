import { isIP } from 'node:net';
import { getPublicBranding, type PublicBrandingResponse } from '@leadlock/agency/branding';
import type { SystemContext } from '@leadlock/context/context';
import { AppError } from '@leadlock/core/errors';
import { LRUCache } from 'lru-cache';

const KEPT_MS = 60_000;
/** Anyone can ask under any name; only so many names are remembered. */
const MAX_HOSTS = 1_000;
const PATIENCE_MS = 2_000;
const MAX_HOST_LENGTH = 253;

/** Whose brand the pages of a host show; null for the product's own. */
export type BrandOfHost = (hostname: string) => Promise<PublicBrandingResponse | null>;

interface Found {
  brand: PublicBrandingResponse | null;
}

/**
 * The brands of agencies by their custom domains, each remembered for a minute. While the database does not answer, what
 * was known stays, and unknown hosts show the product's own brand.
 */
export function brandOfHost(system: SystemContext, find = getPublicBranding): BrandOfHost {
  const own = [system.settings.publicApiUrl, system.settings.dashboardUrl].map((url) => new URL(url).hostname);
  const brands = new LRUCache<string, Found>({
    max: MAX_HOSTS,
    ttl: KEPT_MS,
    allowStaleOnFetchRejection: true,
    async fetchMethod(host) {
      try {
        return { brand: await within(PATIENCE_MS, findBrand(system, find, host)) };
      } catch (err) {
        system.log.warn({ err }, 'the brand of a custom domain could not be read');
        throw err;
      }
    },
  });
  return async (hostname) => {
    const host = hostname.toLowerCase();
    if (own.includes(host) || !host.includes('.') || isIP(host) !== 0 || host.length > MAX_HOST_LENGTH) return null;
    return (await brands.fetch(host))?.brand ?? null;
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
  const timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms`)), milliseconds);
  return Promise.race([work, promise]).finally(() => clearTimeout(timer));
}
