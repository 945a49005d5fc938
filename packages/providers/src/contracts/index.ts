export type * from './dns.ts';
export type * from './email.ts';
export type * from './llm.ts';
export { LlmError, type LlmErrorKind } from './llm-error.ts';
export type * from './outbound-http.ts';
export { ProviderError } from './provider-error.ts';
export type * from './providers.ts';
export type * from './storage.ts';
export type * from './telephony.ts';
