export type * from './telephony.ts';
export type * from './providers.ts';
export { ProviderError } from './provider-error.ts';
