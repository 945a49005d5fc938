import type { AgentValues, SectionDefinition } from '../setting-definition.ts';

/** OpenAI needs no loudness when it goes by meaning. */
const findsTurnsByLoudness = ({ voice_provider, openai_vad_type }: AgentValues): boolean =>
  voice_provider !== 'openai' || openai_vad_type === 'server_vad';

export const listeningSection: SectionDefinition = {
  id: 'listening',
  title: 'Listening',
  description: 'How the agent detects speech and decides when to respond.',
  groups: [
    {
      settings: [
        {
          name: 'openai_vad_type',
          label: 'End of a turn',
          hint: 'How the agent detects that the caller has finished.',
          wide: true,
          control: {
            kind: 'cards',
            columns: 2,
            choices: [
              { value: 'semantic_vad', label: 'By meaning', description: 'Waits until the sentence is complete.' },
              { value: 'server_vad', label: 'By silence', description: 'Waits for a pause.' },
            ],
          },
        },
        {
          name: 'openai_vad_eagerness',
          label: 'Eagerness',
          hint: 'How quickly the agent takes its turn.',
          when: ({ openai_vad_type }) => openai_vad_type === 'semantic_vad',
          control: {
            kind: 'choice',
            choices: [
              { value: 'low', label: 'Patient' },
              { value: 'medium', label: 'Balanced' },
              { value: 'high', label: 'Eager' },
              { value: 'auto', label: 'Automatic' },
            ],
          },
        },
        {
          name: 'openai_noise_reduction',
          label: 'Noise reduction',
          hint: 'Filters out background noise before the agent listens.',
          control: {
            kind: 'choice',
            choices: [
              { value: 'far_field', label: 'For phones and rooms' },
              { value: 'near_field', label: 'For headsets' },
              { value: 'disabled', label: 'None' },
            ],
          },
        },
        {
          name: 'elevenlabs_eagerness',
          label: 'Eagerness',
          hint: 'How quickly the agent takes its turn.',
          control: {
            kind: 'choice',
            choices: [
              { value: 'low', label: 'Patient' },
              { value: 'normal', label: 'Balanced' },
              { value: 'high', label: 'Eager' },
            ],
          },
        },
        {
          name: 'gemini_start_sensitivity',
          label: 'Speech sensitivity',
          hint: 'How easily a sound counts as speech.',
          control: {
            kind: 'choice',
            choices: [
              { value: 'low', label: 'Low (ignores background noise)' },
              { value: 'high', label: 'High (picks up quiet speech)' },
            ],
          },
        },
        {
          name: 'gemini_end_sensitivity',
          label: 'End of speech',
          hint: 'How quickly a pause ends the caller’s turn.',
          control: {
            kind: 'choice',
            choices: [
              { value: 'low', label: 'After twice the silence set below' },
              { value: 'high', label: 'After the silence set below' },
            ],
          },
        },
        {
          name: 'gemini_proactive_audio',
          label: 'Ignore background conversations',
          hint: 'Stays silent when speech isn’t meant for it. A Gemini preview feature.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'vad_threshold',
          label: 'Speech threshold',
          hint: 'How loud speech must be. Higher ignores more noise but can miss soft voices.',
          when: findsTurnsByLoudness,
          control: { kind: 'slider', min: 0, max: 1, step: 0.05, format: 'percent' },
        },
        {
          name: 'vad_silence_duration_ms',
          label: 'Silence that ends a turn',
          hint: 'Shorter means faster answers. Longer means the agent interrupts less.',
          when: findsTurnsByLoudness,
          control: { kind: 'number', min: 0, max: 10_000, step: 50, unit: 'ms' },
        },
        {
          name: 'vad_prefix_padding_ms',
          label: 'Audio kept before speech',
          hint: 'Keeps first syllables from being cut off.',
          when: findsTurnsByLoudness,
          control: { kind: 'number', min: 0, max: 10_000, step: 50, unit: 'ms' },
        },
      ],
    },
    {
      title: 'When callers talk over the agent',
      settings: [
        {
          name: 'interruption_sensitivity',
          label: 'Interruptions',
          hint: 'Coughs, noise, and words such as “uh-huh” never stop the agent.',
          wide: true,
          control: {
            kind: 'cards',
            columns: 3,
            choices: [
              { value: 'low', label: 'Hard to interrupt', description: 'Stops after 0.8 seconds of speech.' },
              { value: 'normal', label: 'Balanced', description: 'Stops after half a second.' },
              { value: 'high', label: 'Easy to interrupt', description: 'Stops after a quarter of a second.' },
            ],
          },
        },
        {
          name: 'backchannel_words',
          label: 'Words that don’t interrupt',
          hint: 'Add words your callers use just to show they are listening. “Uh-huh”, “right”, and similar words are already included.',
          wide: true,
          control: { kind: 'words', placeholder: 'roger that', noun: 'word' },
        },
        {
          name: 'max_caller_turn_seconds',
          label: 'Longest caller turn',
          hint: 'If a caller talks longer without a pause, the agent politely steps in. 15 to 600 seconds; 0 means no limit.',
          control: { kind: 'number', min: 0, max: 600, unit: 'seconds' },
        },
      ],
    },
    {
      title: 'When the caller is silent',
      settings: [
        {
          name: 'idle_reminder_count',
          label: 'Reminders',
          hint: 'How many times the agent asks if the caller is still there. 0 means never.',
          control: { kind: 'number', min: 0, max: 5 },
        },
        {
          name: 'idle_reminder_seconds',
          label: 'Silence before a reminder',
          hint: 'Also the wait between reminders. At most half of the silence that ends a call.',
          when: ({ idle_reminder_count }) => idle_reminder_count !== 0,
          control: { kind: 'number', min: 5, max: 300, unit: 'seconds' },
        },
        {
          name: 'idle_reminder_message',
          label: 'Reminder message',
          hint: 'Leave empty to let the agent choose its own words.',
          wide: true,
          when: ({ idle_reminder_count }) => idle_reminder_count !== 0,
          control: { kind: 'prose', maxLength: 500, variables: true, placeholder: 'Are you still there?' },
        },
      ],
    },
  ],
};
