import { PLAIN_TUNING, type VoiceTuning, type VoiceVendor } from '../../vendors/vendor.ts';
import type { ElevenLabsTuning } from './tuning.ts';

interface ElevenLabsSettings {
  business_name: string | null;
  elevenlabs_agent_id: string | null;
  elevenlabs_model_id: string;
  elevenlabs_speed: number;
  elevenlabs_stability: number;
  elevenlabs_eagerness: string;
  elevenlabs_language: string;
  elevenlabs_additional_languages: readonly string[];
  elevenlabs_max_duration_seconds: number | null;
  elevenlabs_emotion_tags: readonly { name: string; description?: string | null }[] | null;
  elevenlabs_tool_call_sound: string | null;
  elevenlabs_pre_tool_speech: boolean | null;
}

const EAGERNESS: Readonly<Record<string, ElevenLabsTuning['eagerness']>> = { low: 'patient', high: 'eager' };

function tuningFrom(settings: ElevenLabsSettings): ElevenLabsTuning {
  const sound = settings.elevenlabs_tool_call_sound;
  return {
    agentId: settings.elevenlabs_agent_id,
    llm: settings.elevenlabs_model_id,
    speed: settings.elevenlabs_speed,
    stability: settings.elevenlabs_stability,
    eagerness: EAGERNESS[settings.elevenlabs_eagerness] ?? 'normal',
    additionalLanguages: settings.elevenlabs_additional_languages,
    emotionTags: (settings.elevenlabs_emotion_tags ?? []).map(({ name, description }) => ({
      name,
      description: description ?? '',
    })),
    toolCallSound: sound === 'none' ? null : sound,
    preToolSpeech: settings.elevenlabs_pre_tool_speech ?? false,
    maxDurationSeconds: settings.elevenlabs_max_duration_seconds,
    keywords: settings.business_name ? [settings.business_name] : [],
  };
}

export const elevenlabs = {
  label: 'ElevenLabs',
  shortLabel: 'ElevenLabs',
  isBuilt: true,
  model: 'elevenlabs-agent',
  voiceField: 'elevenlabs_voice_id',
  voices: null,
  defaultVoice: null,
  isPremium: true,
  // What a minute costs depends on the plan of the account, and the language model is charged beside it: there is no one
  // price to state (help.elevenlabs.io, "How much does ElevenLabs Agents cost?").
  pricing: { kind: 'minutes', models: {} },
  service: {
    // Where a conversation is held is answered by the API, so that one address is enough.
    variables: { key: 'ELEVENLABS_API_KEY', api: 'ELEVENLABS_API_URL', realtime: 'ELEVENLABS_API_URL' },
    // A key can be limited to other products of ElevenLabs: that it may see agents is what counts.
    modelsPath: '/v1/convai/agents?page_size=1',
    apiHeaders: (apiKey) => ({ 'xi-api-key': apiKey }),
    session: null,
  },
  sharedSettings: ['temperature'],
  tuning: (settings: ElevenLabsSettings): VoiceTuning => ({
    ...PLAIN_TUNING,
    language: settings.elevenlabs_language,
    ...(settings.elevenlabs_max_duration_seconds !== null && {
      maxDurationSeconds: settings.elevenlabs_max_duration_seconds,
    }),
    own: tuningFrom(settings),
  }),
} as const satisfies VoiceVendor;
