import type { SectionDefinition } from '../setting-definition.ts';

export const voiceSection: SectionDefinition = {
  id: 'voice',
  title: 'Voice',
  description: 'Who hears and speaks for the agent, and how it sounds.',
  groups: [
    {
      settings: [
        {
          name: 'voice_provider',
          label: 'Provider',
          hint: 'Another provider brings other voices and settings. Those of the present one are kept in case you come back.',
          wide: true,
          control: { kind: 'provider' },
        },
        { name: 'voice', label: 'Voice', control: { kind: 'voice' } },
        { name: 'openai_voice', label: 'Voice', control: { kind: 'voice' } },
        { name: 'gemini_voice', label: 'Voice', control: { kind: 'voice' } },
        {
          name: 'elevenlabs_voice_id',
          label: 'Voice',
          hint: 'The id of a voice at ElevenLabs. Empty: its default voice.',
          control: { kind: 'voice' },
        },
        {
          name: 'temperature',
          label: 'Temperature',
          hint: 'Low sticks to the prompt, high words things more freely.',
          control: { kind: 'slider', min: 0, max: 2, step: 0.1, format: 'tenths' },
        },
        {
          name: 'elevenlabs_speed',
          label: 'Speed',
          hint: 'How fast it speaks; 1 is normal.',
          control: { kind: 'slider', min: 0.7, max: 1.2, step: 0.05, format: 'hundredths' },
        },
        {
          name: 'elevenlabs_stability',
          label: 'Stability',
          hint: 'Low is lively, high is even.',
          control: { kind: 'slider', min: 0, max: 1, step: 0.05, format: 'percent' },
        },
        {
          name: 'elevenlabs_language',
          label: 'Language',
          hint: 'The main language, as a code.',
          control: { kind: 'text', placeholder: 'en' },
        },
        {
          name: 'elevenlabs_additional_languages',
          label: 'More languages',
          hint: 'Languages it may change to when the caller does.',
          wide: true,
          control: { kind: 'words', noun: 'language', placeholder: 'es' },
        },
        {
          name: 'gemini_language_code',
          label: 'Language',
          hint: 'The language to expect, as a code. Empty: it finds out.',
          control: { kind: 'text', placeholder: 'en-US' },
        },
        {
          name: 'gemini_affective_dialog',
          label: 'Answers to the tone of voice',
          hint: 'Sounds calmer with somebody who is upset. A preview of Gemini’s.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'xai_audio_tags',
          label: 'Delivery tags',
          hint: 'Tags that the prompt may use to steer the delivery, such as [pause].',
          wide: true,
          control: { kind: 'words', noun: 'tag', placeholder: '[pause]' },
        },
        {
          name: 'elevenlabs_emotion_tags',
          label: 'Emotion tags',
          hint: 'Moods the agent may speak in, and when.',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'emotion',
            empty: 'No emotions of your own yet.',
            columns: [
              { key: 'name', label: 'Name', control: 'text', required: true, placeholder: 'reassuring' },
              { key: 'description', label: 'When to use it', control: 'text' },
            ],
          },
        },
      ],
    },
  ],
};
