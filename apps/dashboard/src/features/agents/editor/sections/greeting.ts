import type { SectionDefinition } from '../setting-definition.ts';

export const greetingSection: SectionDefinition = {
  id: 'greeting',
  title: 'Greeting',
  description: 'The first words of a call, said exactly as written.',
  groups: [
    {
      title: 'When people call',
      settings: [
        {
          name: 'ai_speaks_first',
          label: 'The agent speaks first',
          hint: 'When off, the agent waits for the caller to speak.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'greeting',
          label: 'Greeting',
          hint: 'Leave empty to let the agent choose its own words.',
          wide: true,
          control: {
            kind: 'prose',
            variables: true,
            maxLength: 5000,
            placeholder: 'Thank you for calling {{business_name}}. How can I help?',
          },
        },
      ],
    },
    {
      title: 'When the agent calls',
      settings: [
        {
          name: 'ai_speaks_first_outbound',
          label: 'The agent speaks first',
          hint: 'When off, the agent waits for a “Hello?”.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'greeting_outbound',
          label: 'Outbound greeting',
          hint: 'Leave empty to use the inbound greeting.',
          wide: true,
          control: {
            kind: 'prose',
            variables: true,
            maxLength: 5000,
            placeholder: 'Hi, this is {{agent_name}} from {{business_name}}. Do you have a minute?',
          },
        },
      ],
    },
  ],
};
