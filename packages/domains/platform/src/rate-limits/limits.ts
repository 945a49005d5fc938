/** Whom a limit counts: a client's address, a user or API key, or all of an account together. */
interface Counted {
  of: 'ip' | 'principal' | 'tenant';
}

/** A token bucket: so many requests at once, and then as many as flow in. For limits that keep the house standing. */
export interface BucketLimit extends Counted {
  burst: number;
  perMinute: number;
  /** How many tokens a process fetches at a time, to spend without asking the database again. Default 1. */
  block?: number;
}

/** So many requests in any stretch of that length, wherever it begins. For limits on guessing. */
export interface WindowLimit extends Counted {
  most: number;
  perSeconds: number;
}

export type RateLimit = BucketLimit | WindowLimit;

/** By the names that operations give in `op({ rateLimit })`; `general` is for all that come with credentials. */
export type RateLimits = Readonly<Record<string, RateLimit>> & {
  readonly general: RateLimit;
  readonly 'wrong-credentials': RateLimit;
};

const DEFAULT_AUTH_PER_MINUTE = 5;
const DEFAULT_REQUESTS_PER_MINUTE = 600;
/** Wrong API keys and access tokens that an address may show. */
const WRONG_CREDENTIALS_PER_MINUTE = 30;

export interface RateLimitSettings {
  /** An address on operations that take or send a secret without a credential: log-in and its kin. */
  authPerMinute?: number;
  /** A user or API key elsewhere. */
  requestsPerMinute?: number;
}

/** The limits of an installation. */
export function rateLimits({
  authPerMinute = DEFAULT_AUTH_PER_MINUTE,
  requestsPerMinute = DEFAULT_REQUESTS_PER_MINUTE,
}: RateLimitSettings = {}): RateLimits {
  return {
    auth: { most: authPerMinute, perSeconds: 60, of: 'ip' },
    // As many an hour as log-ins a minute: an invitation is accepted once.
    'accept-invite': { most: authPerMinute, perSeconds: 3_600, of: 'ip' },
    'wrong-credentials': {
      burst: WRONG_CREDENTIALS_PER_MINUTE,
      perMinute: WRONG_CREDENTIALS_PER_MINUTE,
      of: 'ip',
      block: 5,
    },
    // Asked for once when a page opens that a link leads to. Tokens cannot be guessed; this keeps the database standing.
    'check-link': { most: 60, perSeconds: 60, of: 'ip' },
    // Asked for once when a sign-in page opens; more is somebody who looks for domains.
    branding: { most: 60, perSeconds: 60, of: 'ip' },
    // Each asks name servers and web servers of somebody's choosing.
    'verify-domain': { most: 5, perSeconds: 60, of: 'principal' },
    // A voice provider charges for each; an agency's people share what it has for all its clients.
    'voice-preview': { most: 120, perSeconds: 3_600, of: 'tenant' },
    general: {
      burst: Math.ceil(requestsPerMinute / 2),
      perMinute: requestsPerMinute,
      of: 'principal',
      block: Math.max(1, Math.min(10, Math.floor(requestsPerMinute / 60))),
    },
  };
}
