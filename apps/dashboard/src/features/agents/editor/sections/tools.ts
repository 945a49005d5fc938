import type { SectionDefinition } from '../setting-definition.ts';

export const toolsSection: SectionDefinition = {
  id: 'tools',
  title: 'Tools',
  description: 'What the agent can do besides talking. It uses only what is switched on.',
  groups: [
    {
      settings: [
        {
          name: 'tools_enabled',
          label: 'Built-in tools',
          hint: 'Say in a tool’s note when to use it, if its name does not say enough.',
          wide: true,
          also: ['tool_instructions'],
          control: { kind: 'tools' },
        },
        {
          name: 'elevenlabs_tool_call_sound',
          label: 'Sound while a tool runs',
          hint: 'What callers hear meanwhile.',
          control: {
            kind: 'choice',
            none: 'None',
            choices: [
              { value: 'typing', label: 'Typing' },
              { value: 'elevator1', label: 'Elevator music 1' },
              { value: 'elevator2', label: 'Elevator music 2' },
              { value: 'elevator3', label: 'Elevator music 3' },
              { value: 'elevator4', label: 'Elevator music 4' },
              { value: 'none', label: 'Silence' },
            ],
          },
        },
        {
          name: 'elevenlabs_pre_tool_speech',
          label: 'Says what it is about to do',
          hint: '“One moment, let me look that up.” before a slow tool.',
          wide: true,
          control: { kind: 'switch' },
        },
      ],
    },
    {
      title: 'Search',
      needs: 'web_search',
      settings: [
        {
          name: 'enable_web_search',
          label: 'Search the web',
          wide: true,
          control: { kind: 'switch' },
        },
        { name: 'enable_x_search', label: 'Search X', wide: true, control: { kind: 'switch' } },
        {
          name: 'x_search_handles',
          label: 'Only these X accounts',
          hint: 'Empty: all of X.',
          wide: true,
          when: ({ enable_x_search }) => enable_x_search === true,
          control: {
            kind: 'words',
            noun: 'account',
            placeholder: '@brightsmile',
            normalize: (word) => word.replace(/^@/, ''),
          },
        },
        {
          name: 'enable_collections_search',
          label: 'Search knowledge bases',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'knowledge_base_ids',
          label: 'Knowledge bases',
          hint: 'The ids of those it may search.',
          wide: true,
          when: ({ enable_collections_search }) => enable_collections_search === true,
          control: { kind: 'words', noun: 'knowledge base', placeholder: '0190f3c2-…' },
        },
      ],
    },
    {
      title: 'What it knows of callers',
      settings: [
        {
          name: 'enable_contact_intelligence',
          label: 'Look the caller up first',
          hint: 'Finds the contact and earlier calls before the agent answers.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'prompt_includes_contact_intelligence',
          label: 'The prompt speaks of the caller',
          hint: 'Switch it on when your prompt has a section about what is known of the caller.',
          wide: true,
          control: { kind: 'switch' },
        },
      ],
    },
  ],
};
