import type { SectionDefinition } from '../setting-definition.ts';

export const toolsSection: SectionDefinition = {
  id: 'tools',
  title: 'Tools',
  description: 'What the agent can do besides talking. It uses only the tools you enable.',
  groups: [
    {
      settings: [
        {
          name: 'tools_enabled',
          label: 'Built-in tools',
          hint: 'For each tool you enable, you can say when to use it.',
          wide: true,
          also: ['tool_instructions'],
          control: { kind: 'tools' },
        },
        {
          name: 'elevenlabs_tool_call_sound',
          label: 'Sound while a tool runs',
          hint: 'What callers hear while they wait.',
          control: {
            kind: 'choice',
            choices: [
              { value: 'typing', label: 'Typing' },
              { value: 'elevator1', label: 'Elevator music 1' },
              { value: 'elevator2', label: 'Elevator music 2' },
              { value: 'elevator3', label: 'Elevator music 3' },
              { value: 'elevator4', label: 'Elevator music 4' },
              { value: 'none', label: 'None' },
            ],
          },
        },
        {
          name: 'elevenlabs_pre_tool_speech',
          label: 'Announce tool calls',
          hint: 'Says something like “One moment, let me look that up” before a slow tool runs.',
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
          // The tool above does the same, with a note on when to use it; this is for agents that have it on.
          when: ({ enable_web_search }) => enable_web_search === true,
          hint: 'Answers questions that need current information. Same as the “Web search” tool.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'enable_x_search',
          label: 'Search X',
          when: ({ enable_x_search }) => enable_x_search === true,
          hint: 'Looks up public posts on X. Same as the “X search” tool.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'x_search_handles',
          label: 'Only these X accounts',
          hint: 'Leave empty to search all of X. Up to 10 accounts.',
          wide: true,
          when: ({ enable_x_search, tools_enabled }) =>
            enable_x_search === true || (tools_enabled ?? []).includes('x_search'),
          control: {
            kind: 'words',
            noun: 'account',
            placeholder: '@brightsmile',
            normalize: (word) => word.replace(/^@/, ''),
          },
        },
      ],
    },
    {
      title: 'Knowledge bases',
      needs: 'search_knowledge',
      settings: [
        {
          name: 'enable_collections_search',
          label: 'Search knowledge bases',
          hint: 'Answers questions from your documents. Same as the “Search knowledge” tool.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'knowledge_base_ids',
          label: 'Knowledge bases',
          hint: 'The IDs of the knowledge bases it can search.',
          wide: true,
          when: ({ enable_collections_search }) => enable_collections_search === true,
          control: { kind: 'words', noun: 'knowledge base', placeholder: '0190f3c2-…' },
        },
      ],
    },
    {
      title: 'Caller history',
      isBuilt: false,
      settings: [
        {
          name: 'enable_contact_intelligence',
          label: 'Look up callers',
          hint: 'Finds the caller’s contact and past calls before the agent answers.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'prompt_includes_contact_intelligence',
          label: 'Add caller history to the prompt',
          hint: 'Tells the agent what is known about the caller.',
          wide: true,
          control: { kind: 'switch' },
        },
      ],
    },
  ],
};
