import type { SectionDefinition } from '../setting-definition.ts';

export const complianceSection: SectionDefinition = {
  id: 'compliance',
  title: 'Compliance',
  description: 'What callers must be told.',
  groups: [
    {
      settings: [
        {
          name: 'enable_recording_disclosure',
          label: 'Say that the call is recorded',
          hint: 'Starts every call with “This call may be recorded.”, as states with two-party consent require.',
          wide: true,
          control: { kind: 'switch' },
        },
      ],
    },
  ],
};
