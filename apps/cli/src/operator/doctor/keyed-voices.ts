import { VOICE_VENDORS, type VoiceService, type VoiceVendor } from '@leadlock/voice/vendors';

export interface KeyedVoice extends VoiceVendor {
  name: string;
  service: VoiceService;
}

/** The vendors of voices that are reached with a key. */
export const KEYED_VOICES: readonly KeyedVoice[] = Object.entries<VoiceVendor>(VOICE_VENDORS).flatMap(
  ([name, vendor]) => (vendor.service ? [{ ...vendor, name, service: vendor.service }] : []),
);
