import type { SectionDefinition } from '../setting-definition.ts';

export const limitsSection: SectionDefinition = {
  id: 'limits',
  title: 'Limits',
  description: 'When the agent ends a call on its own.',
  groups: [
    {
      settings: [
        {
          name: 'max_call_duration_minutes',
          label: 'Longest call',
          hint: 'The agent wraps up and says goodbye. 0 means no limit.',
          control: { kind: 'number', min: 0, max: 180, unit: 'minutes' },
        },
        {
          name: 'max_silence_seconds',
          label: 'Longest silence',
          hint: 'The agent hangs up after no one has spoken for this long. 0 means no limit.',
          control: { kind: 'number', min: 0, max: 600, unit: 'seconds' },
        },
        {
          name: 'elevenlabs_max_duration_seconds',
          label: 'Longest call with ElevenLabs',
          hint: 'At least 60 seconds. Leave empty for no separate limit.',
          control: { kind: 'number', min: 60, unit: 'seconds', whenEmpty: 'No limit' },
        },
      ],
    },
  ],
};
