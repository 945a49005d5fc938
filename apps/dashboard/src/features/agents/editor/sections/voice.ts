import type { SectionDefinition } from '../setting-definition.ts';

export const voiceSection: SectionDefinition = {
  id: 'voice',
  title: 'Voice',
  description: 'The provider of the agent’s voice, and how it sounds.',
  groups: [
    {
      settings: [
        {
          name: 'voice_provider',
          label: 'Provider',
          hint: 'Each provider has its own voices and settings. They’re kept if you switch providers.',
          wide: true,
          control: { kind: 'provider' },
        },
        { name: 'voice', label: 'Voice', control: { kind: 'voice' } },
        { name: 'openai_voice', label: 'Voice', control: { kind: 'voice' } },
        { name: 'gemini_voice', label: 'Voice', control: { kind: 'voice' } },
        { name: 'elevenlabs_voice_id', label: 'Voice', control: { kind: 'voice' } },
        {
          name: 'temperature',
          label: 'Temperature',
          hint: 'Lower follows the prompt closely. Higher varies the wording more.',
          control: { kind: 'slider', min: 0, max: 2, step: 0.1, format: 'tenths' },
        },
        {
          name: 'elevenlabs_speed',
          label: 'Speed',
          hint: '1 is normal speed.',
          control: { kind: 'slider', min: 0.7, max: 1.2, step: 0.05, format: 'hundredths' },
        },
        {
          name: 'elevenlabs_stability',
          label: 'Stability',
          hint: 'Lower sounds livelier. Higher sounds more even.',
          control: { kind: 'slider', min: 0, max: 1, step: 0.05, format: 'percent' },
        },
        {
          name: 'elevenlabs_language',
          label: 'Language',
          hint: 'The main language, as a code such as en or es.',
          control: { kind: 'text', placeholder: 'en' },
        },
        {
          name: 'elevenlabs_additional_languages',
          label: 'Additional languages',
          hint: 'Languages the agent can switch to when the caller does.',
          wide: true,
          control: { kind: 'words', noun: 'language', placeholder: 'es' },
        },
        {
          name: 'gemini_language_code',
          label: 'Language',
          hint: 'The language callers speak, as a code. Leave empty to detect it.',
          control: { kind: 'text', placeholder: 'en-US' },
        },
        {
          name: 'gemini_affective_dialog',
          label: 'Adapt to the caller’s tone',
          hint: 'For example, speaks more calmly with an upset caller. A Gemini preview feature.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'xai_audio_tags',
          label: 'Delivery tags',
          hint: 'Tags the agent can use to control how it speaks, such as [pause].',
          wide: true,
          control: { kind: 'words', noun: 'tag', placeholder: '[pause]' },
        },
        {
          name: 'elevenlabs_emotion_tags',
          label: 'Emotion tags',
          hint: 'Moods the agent can speak in, and when to use them.',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'emotion',
            empty: 'No emotions yet.',
            columns: [
              { key: 'name', label: 'Name', control: 'text', required: true, placeholder: 'reassuring' },
              { key: 'description', label: 'When to use it', control: 'text' },
            ],
          },
        },
      ],
    },
    {
      title: 'When the provider fails',
      settings: [
        {
          name: 'fallback_voice_providers',
          label: 'Fallback providers',
          hint: 'They take over the call in this order, with the voice set for each. If they fail too, any other provider with an API key on this server takes over.',
          wide: true,
          control: { kind: 'fallbacks' },
        },
      ],
    },
  ],
};
