export { createAdmission } from './create-admission.ts';
export { rateLimitJobs } from './jobs.ts';
export { rateLimits, type RateLimit, type RateLimits, type RateLimitSettings } from './limits.ts';
