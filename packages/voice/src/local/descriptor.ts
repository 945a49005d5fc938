import { PLAIN_TUNING, type VoiceVendor } from '../vendors/vendor.ts';

/** The voices of Flite: US English, but `awb`, a Scot. `kal` is the only 8 kHz voice, all others are 16 kHz. */
const FLITE_VOICES = ['rms', 'awb', 'kal', 'kal16'] as const;
export type FliteVoice = (typeof FLITE_VOICES)[number];
/** All speak English and nothing else. `slt` is the one that is understood best. */
export const LOCAL_VOICES = ['slt', ...FLITE_VOICES] as const;
export type LocalVoice = (typeof LOCAL_VOICES)[number];
export const DEFAULT_LOCAL_VOICE: LocalVoice = 'slt';

export const local = {
  label: 'Local',
  shortLabel: 'Local',
  isBuilt: true,
  model: 'local',
  voiceField: 'voice',
  voices: LOCAL_VOICES,
  voiceLabels: {
    slt: 'SLT, American woman',
    rms: 'RMS, American man',
    awb: 'AWB, Scottish man',
    kal: 'KAL, American man, 8 kHz',
    kal16: 'KAL, American man, 16 kHz',
  } satisfies Record<LocalVoice, string>,
  defaultVoice: DEFAULT_LOCAL_VOICE,
  isPremium: false,
  pricing: { kind: 'free' },
  service: null,
  // And the temperature, if LOCAL_LLM_URL names a model for it to think with.
  sharedSettings: ['vad_threshold', 'vad_silence_duration_ms'],
  tuning: () => PLAIN_TUNING,
} as const satisfies VoiceVendor;
