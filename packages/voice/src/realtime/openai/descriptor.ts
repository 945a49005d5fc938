import { microDollars } from '@leadlock/core/money';
import type { TurnDetection } from '../../contracts/realtime-provider.ts';
import type { TokenPrices, VoiceTuning, VoiceVendor } from '../../vendors/vendor.ts';
import { bearer, withModel } from '../connection/address.ts';

interface OpenAiSettings {
  openai_vad_type: string;
  openai_vad_eagerness: string;
  openai_noise_reduction: string;
}

const full: TokenPrices = {
  inputAudio: 32,
  inputText: 4,
  cachedAudio: 0.4,
  cachedText: 0.4,
  outputAudio: 64,
  outputText: 16,
};
const mini: TokenPrices = {
  inputAudio: 10,
  inputText: 0.6,
  cachedAudio: 0.3,
  cachedText: 0.06,
  outputAudio: 20,
  outputText: 2.4,
};

export const openai = {
  label: 'OpenAI',
  shortLabel: 'OpenAI',
  isBuilt: true,
  model: 'gpt-realtime',
  voiceField: 'openai_voice',
  voices: ['alloy', 'ash', 'ballad', 'coral', 'echo', 'sage', 'shimmer', 'verse', 'marin', 'cedar'],
  defaultVoice: null,
  isPremium: false,
  pricing: {
    kind: 'tokens',
    // developers.openai.com/api/docs/models/gpt-realtime-1.5, -2, -2.1 and -2.1-mini, read on 22 November 2026.
    // A model's name may end in the date of its version.
    models: [
      [/^gpt-realtime(-1\.5)?(-\d{4}-\d\d-\d\d)?$/, full],
      [/^gpt-realtime-2(\.1)?(-\d{4}-\d\d-\d\d)?$/, { ...full, outputText: 24 }],
      [/^gpt-realtime(-2\.1)?-mini(-\d{4}-\d\d-\d\d)?$/, mini],
    ],
    // OpenAI's published estimate for gpt-4o-mini-transcribe; not read again in 2026.
    transcriptionMinute: microDollars(0.003),
  },
  service: {
    variables: { key: 'OPENAI_API_KEY', api: 'OPENAI_API_URL', realtime: 'OPENAI_REALTIME_URL' },
    modelsPath: '/models',
    apiHeaders: bearer,
    session: (url, model, apiKey) => ({ url: withModel(url, model), headers: bearer(apiKey) }),
  },
  sharedSettings: ['vad_threshold', 'vad_silence_duration_ms', 'vad_prefix_padding_ms'],
  tuning: ({ openai_vad_type, openai_vad_eagerness, openai_noise_reduction: noise }: OpenAiSettings): VoiceTuning => ({
    detection: {
      kind: openai_vad_type === 'semantic_vad' ? 'semantic' : 'server',
      eagerness: openai_vad_eagerness as TurnDetection['eagerness'],
    },
    noiseReduction: noise === 'far_field' || noise === 'near_field' ? noise : null,
  }),
} as const satisfies VoiceVendor;
