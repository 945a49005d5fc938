import { PLAIN_TUNING, type VoiceVendor } from '../../vendors/vendor.ts';

export const elevenlabs = {
  label: 'ElevenLabs',
  shortLabel: 'ElevenLabs',
  isBuilt: false,
  model: 'elevenlabs-agent',
  voiceField: 'elevenlabs_voice_id',
  voices: null,
  defaultVoice: null,
  isPremium: true,
  pricing: { kind: 'minutes', models: {} },
  service: null,
  tuning: ({ elevenlabs_language: language }: { elevenlabs_language: string }) => ({ ...PLAIN_TUNING, language }),
} as const satisfies VoiceVendor;
