import type { SectionDefinition } from '../setting-definition.ts';

export const advancedSection: SectionDefinition = {
  id: 'advanced',
  title: 'Advanced',
  description: 'Channels and model settings.',
  groups: [
    {
      settings: [
        {
          name: 'voice_enabled',
          label: 'Answer phone calls',
          hint: 'When off, calls to its numbers are rejected.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'elevenlabs_model_id',
          label: 'Language model',
          hint: 'The ID of the model ElevenLabs uses for this agent.',
          control: { kind: 'text', placeholder: 'gpt-4o-mini' },
        },
        {
          name: 'gemini_thinking_level',
          label: 'Thinking',
          hint: 'More thinking means slower answers.',
          control: {
            kind: 'choice',
            choices: [
              { value: 'none', label: 'None' },
              { value: 'minimal', label: 'Minimal' },
              { value: 'low', label: 'Low' },
              { value: 'medium', label: 'Medium' },
              { value: 'high', label: 'High' },
            ],
          },
        },
        {
          name: 'gemini_top_k',
          label: 'Top K',
          hint: 'Number of most likely tokens Gemini samples from, 1 to 100.',
          control: { kind: 'number', min: 1, max: 100, whenEmpty: 'Gemini’s default' },
        },
        {
          name: 'gemini_top_p',
          label: 'Top P',
          hint: 'Total probability of the tokens Gemini samples from, 0 to 1.',
          control: { kind: 'number', min: 0, max: 1, step: 0.05, whenEmpty: 'Gemini’s default' },
        },
      ],
    },
    {
      title: 'Texts',
      isBuilt: false,
      settings: [
        {
          name: 'text_enabled',
          label: 'Answer texts',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'text_model',
          label: 'Model for texts',
          when: ({ text_enabled }) => text_enabled === true,
          control: {
            kind: 'choice',
            choices: [
              { value: 'claude-haiku-4-5-20251001', label: 'Claude Haiku 4.5' },
              { value: 'claude-sonnet-4-6', label: 'Claude Sonnet 4.6' },
              { value: 'claude-sonnet-4-5-20250929', label: 'Claude Sonnet 4.5' },
              { value: 'claude-opus-4-6', label: 'Claude Opus 4.6' },
              { value: 'gpt-5.2', label: 'GPT-5.2' },
              { value: 'gpt-4.1', label: 'GPT-4.1' },
              { value: 'gpt-4.1-mini', label: 'GPT-4.1 mini' },
              { value: 'gpt-4.1-nano', label: 'GPT-4.1 nano' },
              { value: 'gpt-4o', label: 'GPT-4o' },
              { value: 'gpt-4o-mini', label: 'GPT-4o mini' },
            ],
          },
        },
      ],
    },
  ],
};
