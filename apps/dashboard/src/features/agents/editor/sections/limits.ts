import type { SectionDefinition } from '../setting-definition.ts';

export const limitsSection: SectionDefinition = {
  id: 'limits',
  title: 'Limits',
  description: 'When the agent ends a call by itself.',
  groups: [
    {
      settings: [
        {
          name: 'max_call_duration_minutes',
          label: 'Longest call',
          hint: 'The agent says goodbye then. 0: no limit.',
          control: { kind: 'number', min: 0, max: 180, unit: 'minutes' },
        },
        {
          name: 'max_silence_seconds',
          label: 'Longest silence',
          hint: 'Nobody has said anything for that long. 0: no limit.',
          control: { kind: 'number', min: 0, max: 600, unit: 'seconds' },
        },
        {
          name: 'elevenlabs_max_duration_seconds',
          label: 'Longest call at ElevenLabs',
          hint: 'At least 60. Empty: no limit of its own.',
          control: { kind: 'number', min: 60, unit: 'seconds', whenEmpty: 'No limit' },
        },
      ],
    },
  ],
};
