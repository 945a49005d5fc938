export { createAdmission } from './create-admission.ts';
export { createGuessLimit } from './create-guess-limit.ts';
export { rateLimits, type RateLimit, type RateLimits, type RateLimitSettings } from './limits.ts';
