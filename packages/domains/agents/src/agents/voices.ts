/** The realtime voice providers an agent can speak through; `local` runs on this machine and needs no key. */
export const VOICE_PROVIDERS = ['xai', 'elevenlabs', 'openai', 'gemini', 'local'] as const;
export type VoiceProvider = (typeof VOICE_PROVIDERS)[number];

/** xAI's built-in voices; it takes them in any case. */
export const XAI_VOICES = [
  'altair',
  'ara',
  'atlas',
  'aurora',
  'carina',
  'castor',
  'celeste',
  'cosmo',
  'eve',
  'helios',
  'helix',
  'iris',
  'kepler',
  'leo',
  'liora',
  'lumen',
  'luna',
  'lux',
  'naksh',
  'orion',
  'perseus',
  'rex',
  'rigel',
  'sal',
  'sirius',
  'ursa',
  'zagan',
  'zenith',
] as const;

/** The voices of the Flite synthesizer. */
export const LOCAL_VOICES = ['slt', 'rms', 'awb', 'kal', 'kal16'] as const;

export const OPENAI_VOICES = [
  'alloy',
  'ash',
  'ballad',
  'coral',
  'echo',
  'sage',
  'shimmer',
  'verse',
  'marin',
  'cedar',
] as const;

/** Gemini's prebuilt voices. */
export const GEMINI_VOICES = [
  'Achernar',
  'Achird',
  'Algenib',
  'Algieba',
  'Alnilam',
  'Aoede',
  'Autonoe',
  'Callirrhoe',
  'Charon',
  'Despina',
  'Enceladus',
  'Erinome',
  'Fenrir',
  'Gacrux',
  'Iapetus',
  'Kore',
  'Laomedeia',
  'Leda',
  'Orus',
  'Puck',
  'Pulcherrima',
  'Rasalgethi',
  'Sadachbia',
  'Sadaltager',
  'Schedar',
  'Sulafat',
  'Umbriel',
  'Vindemiatrix',
  'Zephyr',
  'Zubenelgenubi',
] as const;

/** The voices that `voice` may name. OpenAI, Gemini and ElevenLabs have fields of their own and do not read it. */
export function voicesOf(provider: string): readonly string[] {
  if (provider === 'xai') return XAI_VOICES;
  if (provider === 'local') return LOCAL_VOICES;
  return [...XAI_VOICES, ...LOCAL_VOICES];
}

/** What `voice` is while nobody has chosen one. */
export const defaultVoiceOf = (provider: string): string => (provider === 'local' ? 'slt' : 'ara');

/**
 * The voice that a provider is to speak with. The default of the field belongs to xAI: with a provider that does not have
 * it, it stands for that one's own default.
 */
export const settledVoice = ({ voice, voice_provider }: { voice: string; voice_provider: string }): string =>
  voice === defaultVoiceOf('xai') && !voicesOf(voice_provider).includes(voice) ? defaultVoiceOf(voice_provider) : voice;

/** What the local voices sound like; their names say nothing. */
const LOCAL_VOICE_LABELS: Readonly<Record<(typeof LOCAL_VOICES)[number], string>> = {
  slt: 'SLT, American woman',
  rms: 'RMS, American man',
  awb: 'AWB, Scottish man',
  kal: 'KAL, American man, 8 kHz',
  kal16: 'KAL, American man, 16 kHz',
};

interface ProviderVoices {
  /** The provider's own spelling. */
  label: string;
  /** The setting that names the voice. */
  field: 'voice' | 'openai_voice' | 'gemini_voice' | 'elevenlabs_voice_id';
  /** Null: any that the provider knows. */
  voices: readonly string[] | null;
}

export const PROVIDER_VOICES: Readonly<Record<VoiceProvider, ProviderVoices>> = {
  xai: { label: 'xAI Grok', field: 'voice', voices: XAI_VOICES },
  elevenlabs: { label: 'ElevenLabs', field: 'elevenlabs_voice_id', voices: null },
  openai: { label: 'OpenAI', field: 'openai_voice', voices: OPENAI_VOICES },
  gemini: { label: 'Google Gemini', field: 'gemini_voice', voices: GEMINI_VOICES },
  local: { label: 'Local', field: 'voice', voices: LOCAL_VOICES },
};

/** A voice's name as people read it. */
export const voiceLabel = (voice: string): string =>
  (LOCAL_VOICE_LABELS as Readonly<Record<string, string>>)[voice] ?? voice.slice(0, 1).toUpperCase() + voice.slice(1);
