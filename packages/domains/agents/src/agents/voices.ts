import { vendorNamed, VOICE_VENDORS, type VoiceVendor } from '@leadlock/voice/vendors';

const vendors: readonly VoiceVendor[] = Object.values(VOICE_VENDORS);

/** All that `voice` may name, whoever is to speak. */
const SHARED_VOICES = vendors.flatMap(({ voiceField, voices }) => (voiceField === 'voice' ? (voices ?? []) : []));

/** The voices that `voice` may name. Vendors that have a field of their own do not read it. */
export function voicesOf(provider: string): readonly string[] {
  const vendor = vendorNamed(provider);
  return vendor?.voiceField === 'voice' && vendor.voices ? vendor.voices : SHARED_VOICES;
}

/** What `voice` is while nobody has chosen one. */
const DEFAULT_VOICE = VOICE_VENDORS.xai.defaultVoice;
export const defaultVoiceOf = (provider: string): string => vendorNamed(provider)?.defaultVoice ?? DEFAULT_VOICE;

/**
 * The voice that a provider is to speak with. The default of the field belongs to xAI: with a provider that does not have
 * it, it stands for that one's own default.
 */
export const settledVoice = ({ voice, voice_provider }: { voice: string; voice_provider: string }): string =>
  voice === DEFAULT_VOICE && !voicesOf(voice_provider).includes(voice) ? defaultVoiceOf(voice_provider) : voice;

/** A vendor's voice as people read it. */
export const voiceLabel = ({ voiceLabels }: Pick<VoiceVendor, 'voiceLabels'>, voice: string): string =>
  voiceLabels?.[voice] ?? voice.slice(0, 1).toUpperCase() + voice.slice(1);
