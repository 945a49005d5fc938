import type { AgentValues, SectionDefinition } from '../setting-definition.ts';

const leavesMessage = ({ amd_enabled, amd_voicemail_behavior }: AgentValues): boolean =>
  amd_enabled === true && (amd_voicemail_behavior === 'static_message' || amd_voicemail_behavior === 'dynamic_message');

export const voicemailSection: SectionDefinition = {
  id: 'voicemail',
  title: 'Voicemail',
  description: 'What happens when an outbound call reaches voicemail or no one answers.',
  needs: 'leave_voicemail',
  groups: [
    {
      settings: [
        {
          name: 'amd_enabled',
          label: 'Detect answering machines',
          hint: 'Twilio charges a small fee per call for this.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'amd_voicemail_behavior',
          label: 'When a machine answers',
          wide: true,
          when: ({ amd_enabled }) => amd_enabled === true,
          control: {
            kind: 'cards',
            columns: 2,
            choices: [
              { value: 'hangup', label: 'Hang up', description: 'Leaves no message.' },
              {
                value: 'static_message',
                label: 'Leave a message',
                description: 'The same message or recording every time.',
              },
              {
                value: 'dynamic_message',
                label: 'Leave a personalized message',
                description: 'Can contain {{variables}}.',
              },
              {
                value: 'agent_decides',
                label: 'The agent decides',
                description: 'It hears the greeting and follows its prompt.',
              },
            ],
          },
        },
        {
          name: 'amd_voicemail_message',
          label: 'Message',
          wide: true,
          when: leavesMessage,
          control: {
            kind: 'prose',
            variables: true,
            maxLength: 5000,
            placeholder: 'Hi, this is {{agent_name}} from {{business_name}}…',
          },
        },
        {
          name: 'amd_voicemail_audio_url',
          label: 'Recording',
          hint: 'The URL of an audio file to play instead of a spoken message.',
          wide: true,
          when: ({ amd_enabled, amd_voicemail_behavior }) =>
            amd_enabled === true && amd_voicemail_behavior === 'static_message',
          control: { kind: 'text', type: 'url', placeholder: 'https://' },
        },
        {
          name: 'channel_pivot_enabled',
          label: 'Text people who didn’t answer',
          hint: 'Also after a busy line or voicemail.',
          wide: true,
          control: { kind: 'switch' },
        },
      ],
    },
  ],
};
