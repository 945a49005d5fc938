export { getAccountBranding } from './get-account-branding.ts';
export { getPublicBranding } from './get-public-branding.ts';
export type { PublicBrandingResponse } from './schemas.ts';
