import { microDollars } from '@leadlock/core/money';
import { PLAIN_TUNING, type VoiceTuning, type VoiceVendor } from '../../vendors/vendor.ts';
import { bearer, withModel } from '../connection/address.ts';

export const xai = {
  label: 'xAI Grok',
  shortLabel: 'xAI',
  isBuilt: true,
  model: 'grok-voice-latest',
  voiceField: 'voice',
  // The built-in ones; it takes them in any case.
  voices: [
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
  ],
  // As xAI describes its first five (docs.x.ai/docs/guides/voice/agent).
  voiceLabels: {
    ara: 'Ara, warm woman',
    eve: 'Eve, energetic woman',
    leo: 'Leo, authoritative man',
    rex: 'Rex, confident man',
    sal: 'Sal, smooth and neutral',
  },
  defaultVoice: 'ara',
  isPremium: false,
  pricing: {
    kind: 'minutes',
    models: {
      // It stands for think-fast-2.0: inference.sh/apps/xai/grok-voice (24 September 2026, $0.08).
      'grok-voice-latest': microDollars(0.08),
      'grok-voice-think-fast-2.0': microDollars(0.08),
      // docs.x.ai/developers/models/voice-agent-api (4 April 2026, $0.05).
      'grok-voice-think-fast-1.0': microDollars(0.05),
      'grok-voice-fast-1.0': microDollars(0.05),
    },
  },
  service: {
    variables: { key: 'XAI_API_KEY', api: 'XAI_API_URL', realtime: 'XAI_REALTIME_URL' },
    modelsPath: '/models',
    apiHeaders: bearer,
    session: (url, model, apiKey) => ({ url: withModel(url, model), headers: bearer(apiKey) }),
  },
  nativeTools: ['web_search', 'x_search'],
  sharedSettings: ['vad_threshold', 'vad_silence_duration_ms', 'vad_prefix_padding_ms'],
  tuning: ({ xai_audio_tags: tags }: { xai_audio_tags: readonly string[] | null }): VoiceTuning => ({
    ...PLAIN_TUNING,
    ...(tags &&
      tags.length > 0 && {
        instructions: `# Delivery\nYou may put these tags into what you say, to steer how it sounds: ${tags.join(', ')}`,
      }),
  }),
} as const satisfies VoiceVendor;
