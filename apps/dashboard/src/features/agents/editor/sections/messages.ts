import type { SectionDefinition } from '../setting-definition.ts';

export const messagesSection: SectionDefinition = {
  id: 'messages',
  title: 'Texts',
  description: 'What the agent can text to callers.',
  groups: [
    {
      settings: [
        {
          name: 'sms_templates',
          label: 'Templates',
          hint: 'The agent picks one by name when it uses the “Send SMS” tool.',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'template',
            empty: 'No templates yet.',
            columns: [
              { key: 'name', label: 'Name', control: 'text', required: true, placeholder: 'Directions', wide: true },
              { key: 'content', label: 'Text', control: 'prose', required: true, wide: true },
            ],
          },
        },
      ],
    },
  ],
};
