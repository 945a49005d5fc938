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
          label: 'Announce recording',
          hint: 'Starts every call with “This call may be recorded.” States with two-party consent require it.',
          wide: true,
          control: { kind: 'switch' },
        },
      ],
    },
  ],
};
