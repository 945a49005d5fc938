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
