import type { SectionDefinition } from '../setting-definition.ts';

export const transfersSection: SectionDefinition = {
  id: 'transfers',
  title: 'Transfers',
  description: 'To whom calls can be handed over. The agent needs the tool “Transfer call” for it.',
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
            empty: 'Nobody to hand calls to yet.',
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
                label: 'Ask first',
                hint: 'They hear who calls and say whether they take it. The caller waits, and stays with the agent if not.',
                control: 'switch',
                wide: true,
              },
            ],
          },
        },
        {
          name: 'whisper_enabled',
          label: 'Summary before the call is taken',
          hint: 'Whoever picks up first hears in two or three sentences what the call is about.',
          wide: true,
          control: { kind: 'switch' },
        },
      ],
    },
  ],
};
