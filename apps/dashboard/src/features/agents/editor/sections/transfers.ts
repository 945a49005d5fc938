import type { SectionDefinition } from '../setting-definition.ts';

export const transfersSection: SectionDefinition = {
  id: 'transfers',
  title: 'Transfers',
  description: 'Who the agent can transfer calls to. Enable the “Transfer call” tool to use this.',
  needs: 'transfer_call',
  groups: [
    {
      settings: [
        {
          name: 'transfer_targets',
          label: 'People and teams',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'target',
            empty: 'No one to transfer calls to yet.',
            columns: [
              { key: 'name', label: 'Name', control: 'text', required: true, placeholder: 'Dana, billing' },
              { key: 'number', label: 'Number', control: 'phone', required: true, placeholder: '+1 212 555 0123' },
              {
                key: 'reason',
                label: 'When to transfer',
                control: 'text',
                wide: true,
                placeholder: 'Questions about a bill',
              },
              {
                key: 'warm',
                label: 'Warm transfer',
                hint: 'They hear who is calling and can accept or decline. Meanwhile the caller hears hold music. If they decline or don’t answer, the caller returns to the agent.',
                control: 'switch',
                wide: true,
              },
            ],
          },
        },
        {
          name: 'whisper_enabled',
          label: 'Summary before connecting',
          hint: 'The person who answers hears a summary of the call in two or three sentences before the caller is connected.',
          wide: true,
          control: { kind: 'switch' },
        },
      ],
    },
  ],
};
