import type { SectionDefinition } from '../setting-definition.ts';

export const identitySection: SectionDefinition = {
  id: 'identity',
  title: 'Identity and prompt',
  description: 'Who the agent is, who it works for, and what it does.',
  groups: [
    {
      settings: [
        {
          name: 'name',
          label: 'Name',
          hint: 'Shown in lists. Callers hear it only where the prompt or a greeting uses {{agent_name}}.',
          control: { kind: 'text', required: true },
        },
        {
          name: 'business_name',
          label: 'Business',
          hint: 'Fills in {{business_name}} in the prompt and greetings.',
          control: { kind: 'text', placeholder: 'Bright Smile Dental' },
        },
        {
          name: 'industry',
          label: 'Industry',
          hint: 'The type of business, in a word or two.',
          control: { kind: 'text', placeholder: 'Dental practice' },
        },
        {
          name: 'timezone',
          label: 'Time zone',
          hint: 'Used for dates and times.',
          control: { kind: 'time zone' },
        },
        {
          name: 'agent_mode',
          label: 'Calls',
          hint: 'Which calls the agent handles.',
          wide: true,
          control: {
            kind: 'cards',
            columns: 3,
            choices: [
              { value: 'inbound', label: 'Inbound', description: 'Answers people who call.' },
              { value: 'outbound', label: 'Outbound', description: 'Calls people.' },
              { value: 'both', label: 'Both', description: 'Answers and calls.' },
            ],
          },
        },
        {
          name: 'system_prompt',
          label: 'Prompt',
          hint: 'Instructions for the agent, as you would brief a new hire: its role, the facts, what to do, and what never to do.',
          wide: true,
          control: { kind: 'prompt', maxLength: 100_000 },
        },
        {
          name: 'variable_definitions',
          label: 'Variables',
          hint: 'Names you can use between {{ }} in the prompt and greetings. A call can provide its own values; otherwise the default is used.',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'variable',
            empty: 'No variables of your own yet.',
            columns: [
              { key: 'name', label: 'Name', control: 'text', required: true, placeholder: 'first_name' },
              { key: 'default_value', label: 'Default', control: 'text', placeholder: 'there' },
              { key: 'description', label: 'Description', control: 'text', wide: true },
              { key: 'required', label: 'Required for every call', control: 'switch', wide: true },
            ],
          },
        },
      ],
    },
  ],
};
