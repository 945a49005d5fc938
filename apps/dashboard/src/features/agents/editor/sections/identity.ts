import type { SectionDefinition } from '../setting-definition.ts';

export const identitySection: SectionDefinition = {
  id: 'identity',
  title: 'Identity and prompt',
  description: 'Who the agent is, whom it works for, and what it is to do.',
  groups: [
    {
      settings: [
        {
          name: 'name',
          label: 'Name',
          hint: 'How you find it in lists. Callers hear it only where the prompt or a greeting says {{agent_name}}.',
          control: { kind: 'text', required: true },
        },
        {
          name: 'business_name',
          label: 'Business',
          hint: 'Fills {{business_name}} in the prompt and the greetings.',
          control: { kind: 'text', placeholder: 'Bright Smile Dental' },
        },
        {
          name: 'industry',
          label: 'Industry',
          hint: 'What kind of business it is, in a word or two.',
          control: { kind: 'text', placeholder: 'Dental practice' },
        },
        {
          name: 'timezone',
          label: 'Time zone',
          hint: 'The agent knows the date and the time of day here.',
          control: { kind: 'time zone' },
        },
        {
          name: 'agent_mode',
          label: 'Calls',
          hint: 'Which calls it takes part in.',
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
          hint: 'What the agent is told to be and to do. Write it as you would brief a new colleague: role, facts, how to act, what never to do.',
          wide: true,
          control: { kind: 'prose', tall: true, variables: true, required: true, maxLength: 100_000 },
        },
        {
          name: 'variable_definitions',
          label: 'Variables',
          hint: 'Names you can put between {{ }} in the prompt and the greetings. A call can bring its own values; otherwise the default stands.',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'variable',
            empty: 'No variables of your own yet.',
            columns: [
              { key: 'name', label: 'Name', control: 'text', required: true, placeholder: 'first_name' },
              { key: 'default_value', label: 'Default', control: 'text', placeholder: 'there' },
              { key: 'description', label: 'What it stands for', control: 'text', wide: true },
              { key: 'required', label: 'A call must bring a value', control: 'switch', wide: true },
            ],
          },
        },
      ],
    },
  ],
};
