import type { SectionDefinition } from '../setting-definition.ts';

export const channelsSection: SectionDefinition = {
  id: 'channels',
  title: 'Channels',
  description: 'What the agent answers.',
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
