import { rateLimits, type RateLimit } from '@leadlock/platform/rate-limits';
import type { buildOpenApiDocument } from '@leadlock/trpc/document';
import { compileOperations } from '@leadlock/trpc/rest/operations';
import { appRouter } from './router.ts';

const UNITS: Readonly<Record<number, string>> = { 60: 'minute', 3_600: 'hour' };

const WHOM: Readonly<Record<RateLimit['of'], string>> = {
  ip: 'per IP address',
  principal: 'per user or API key',
  tenant: 'per account',
};

/** Why an operation has a limit of its own, by the limit's name. */
const SHARED: Readonly<Record<string, string>> = {
  auth: 'shared with the other operations that accept or send a secret',
  'accept-invite': 'separate from other operations',
};

function inWords(name: string, limit: RateLimit): string {
  if (!('most' in limit)) throw new Error(`No description of the rate limit ${name}`);
  const unit = UNITS[limit.perSeconds] ?? `${limit.perSeconds} seconds`;
  return `Limited to ${limit.most} requests per ${unit} ${WHOM[limit.of]}, ${SHARED[name] ?? 'separate from other operations'}.`;
}

/** Says of each operation with a limit of its own what that is. The numbers are the defaults of an installation. */
export function describeRateLimits(document: ReturnType<typeof buildOpenApiDocument>): void {
  const limits = rateLimits();
  for (const { path, method, rest } of compileOperations(appRouter)) {
    const name = rest.rateLimit;
    const limit = name === undefined ? undefined : limits[name];
    const operation = document.paths?.[path]?.[method.toLowerCase() as 'post' | 'patch'];
    if (name === undefined || !limit || !operation) continue;
    operation.description = `${operation.description ?? ''} ${inWords(name, limit)}`.trim();
  }
}
