import type { SectionDefinition } from '../setting-definition.ts';

export const advancedSection: SectionDefinition = {
  id: 'advanced',
  title: 'Model',
  description: 'How the provider’s language model answers.',
  groups: [
    {
      settings: [
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
  ],
};
