import { PLAIN_TUNING, type VoiceTuning, type VoiceVendor } from '../../vendors/vendor.ts';
import { apiKeyHeader, liveAddress } from './address.ts';

interface GeminiSettings {
  gemini_language_code: string | null;
  gemini_start_sensitivity: string;
  gemini_end_sensitivity: string;
  gemini_thinking_level: string;
  gemini_affective_dialog: boolean;
  gemini_proactive_audio: boolean;
  gemini_top_k: number | null;
  gemini_top_p: number | null;
}

/** What only Gemini reads of an agent's settings. Null: its own default. */
export interface GeminiTuning {
  startSensitivity: 'low' | 'high';
  endSensitivity: 'low' | 'high';
  thinkingLevel: 'minimal' | 'low' | 'medium' | 'high' | null;
  affectiveDialog: boolean;
  proactiveAudio: boolean;
  topK: number | null;
  topP: number | null;
}

const THINKING_LEVELS = ['minimal', 'low', 'medium', 'high'] as const;

/** A language code as Gemini takes it, which knows `es-US` but not `es-us`. */
const languageCode = (code: string): string =>
  code
    .split('-')
    .map((part, index) => {
      if (index === 0 || part.length > 4) return part.toLowerCase();
      return part.length === 4 ? `${part[0]?.toUpperCase()}${part.slice(1).toLowerCase()}` : part.toUpperCase();
    })
    .join('-');

const sensitivity = (setting: string): 'low' | 'high' => (setting === 'high' ? 'high' : 'low');

export const gemini = {
  label: 'Google Gemini',
  shortLabel: 'Gemini',
  isBuilt: true,
  model: 'gemini-3.8-live',
  voiceField: 'gemini_voice',
  voices: [
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
  ],
  // As Google describes them (ai.google.dev/gemini-api/docs/speech-generation, cloud.google.com/text-to-speech Chirp 3: HD).
  voiceLabels: {
    Achernar: 'Achernar, soft woman',
    Achird: 'Achird, friendly man',
    Algenib: 'Algenib, gravelly man',
    Algieba: 'Algieba, smooth man',
    Alnilam: 'Alnilam, firm man',
    Aoede: 'Aoede, breezy woman',
    Autonoe: 'Autonoe, bright woman',
    Callirrhoe: 'Callirrhoe, easygoing woman',
    Charon: 'Charon, informative man',
    Despina: 'Despina, smooth woman',
    Enceladus: 'Enceladus, breathy man',
    Erinome: 'Erinome, clear woman',
    Fenrir: 'Fenrir, excitable man',
    Gacrux: 'Gacrux, mature woman',
    Iapetus: 'Iapetus, clear man',
    Kore: 'Kore, firm woman',
    Laomedeia: 'Laomedeia, upbeat woman',
    Leda: 'Leda, youthful woman',
    Orus: 'Orus, firm man',
    Puck: 'Puck, upbeat man',
    Pulcherrima: 'Pulcherrima, forward woman',
    Rasalgethi: 'Rasalgethi, informative man',
    Sadachbia: 'Sadachbia, lively man',
    Sadaltager: 'Sadaltager, knowledgeable man',
    Schedar: 'Schedar, even man',
    Sulafat: 'Sulafat, warm woman',
    Umbriel: 'Umbriel, easygoing man',
    Vindemiatrix: 'Vindemiatrix, gentle woman',
    Zephyr: 'Zephyr, bright woman',
    Zubenelgenubi: 'Zubenelgenubi, casual man',
  },
  defaultVoice: null,
  isPremium: false,
  // Google's prices of the tokens of gemini-3.8-live were not to be had from a dated source by 30 November 2026.
  // Transcripts are part of them (discuss.ai.google.dev/t/171882).
  pricing: { kind: 'tokens', models: [] },
  service: {
    variables: { key: 'GEMINI_API_KEY', api: 'GEMINI_API_URL', realtime: 'GEMINI_LIVE_URL' },
    modelsPath: '/v1beta/models',
    apiHeaders: apiKeyHeader,
    session: (url, _model, apiKey) => ({ url: liveAddress(url, 'v1beta', apiKey), headers: {} }),
    opening: (model) =>
      JSON.stringify({ setup: { model: `models/${model}`, generationConfig: { responseModalities: ['AUDIO'] } } }),
  },
  nativeTools: ['web_search'],
  sharedSettings: ['temperature', 'vad_threshold', 'vad_silence_duration_ms', 'vad_prefix_padding_ms'],
  tuning: (settings: GeminiSettings): VoiceTuning & { own: GeminiTuning } => ({
    ...PLAIN_TUNING,
    ...(settings.gemini_language_code !== null && { language: languageCode(settings.gemini_language_code) }),
    own: {
      startSensitivity: sensitivity(settings.gemini_start_sensitivity),
      endSensitivity: sensitivity(settings.gemini_end_sensitivity),
      thinkingLevel: THINKING_LEVELS.find((level) => level === settings.gemini_thinking_level) ?? null,
      affectiveDialog: settings.gemini_affective_dialog,
      proactiveAudio: settings.gemini_proactive_audio,
      topK: settings.gemini_top_k,
      topP: settings.gemini_top_p,
    },
  }),
} as const satisfies VoiceVendor;
