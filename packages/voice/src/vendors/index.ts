import { local } from '../local/descriptor.ts';
import { elevenlabs } from '../realtime/elevenlabs/descriptor.ts';
import { gemini } from '../realtime/gemini/descriptor.ts';
import { openai } from '../realtime/openai/descriptor.ts';
import { xai } from '../realtime/xai/descriptor.ts';
import type { VoiceVendor } from './vendor.ts';

export { SHARED_VOICE_SETTINGS } from './vendor.ts';
export type { SharedVoiceSetting, TokenPrices, VoicePricing, VoiceService, VoiceVendor } from './vendor.ts';

/** Every vendor of realtime voices, by the name that `voice_provider` takes, in the order in which they are offered. */
export const VOICE_VENDORS = { xai, elevenlabs, openai, gemini, local } as const;

export type VoiceProviderName = keyof typeof VOICE_VENDORS;
/** Those that calls can be held with. */
export type BuiltVendorName = {
  [Name in VoiceProviderName]: (typeof VOICE_VENDORS)[Name]['isBuilt'] extends true ? Name : never;
}[VoiceProviderName];

export const VOICE_PROVIDER_NAMES = Object.keys(VOICE_VENDORS) as VoiceProviderName[];

/** Null for a name that is no vendor's. */
export const vendorNamed = (name: string): VoiceVendor | null =>
  Object.hasOwn(VOICE_VENDORS, name) ? VOICE_VENDORS[name as VoiceProviderName] : null;
