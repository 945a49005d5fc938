import { vendorNamed } from '@leadlock/voice/vendors';

/** Whose voice spoke, in words; one that is not known is shown as it is. */
export const voiceLabel = (provider: string): string => vendorNamed(provider)?.shortLabel ?? provider;
