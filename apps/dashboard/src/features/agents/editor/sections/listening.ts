import type { AgentValues, SectionDefinition } from '../setting-definition.ts';

/** ElevenLabs finds turns by settings of its own, and so does OpenAI when it goes by meaning. */
function findsTurnsByLoudness({ voice_provider: provider, openai_vad_type }: AgentValues): boolean {
  if (provider === 'openai') return openai_vad_type === 'server_vad';
  return provider !== 'elevenlabs';
}

export const listeningSection: SectionDefinition = {
  id: 'listening',
  title: 'Listening',
  description: 'How the agent notices that somebody speaks, and that it is its turn.',
  groups: [
    {
      settings: [
        {
          name: 'openai_vad_type',
          label: 'End of a turn',
          hint: 'How it is found that the caller has finished.',
          wide: true,
          control: {
            kind: 'cards',
            columns: 2,
            choices: [
              { value: 'semantic_vad', label: 'By meaning', description: 'Waits while a sentence is unfinished.' },
              { value: 'server_vad', label: 'By loudness', description: 'Waits for a silence.' },
            ],
          },
        },
        {
          name: 'openai_vad_eagerness',
          label: 'Eagerness',
          hint: 'How soon it takes its turn.',
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
          hint: 'What is filtered out before it listens.',
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
          hint: 'How soon it takes its turn.',
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
          label: 'Start of speech',
          hint: 'How readily a sound counts as speech.',
          control: {
            kind: 'choice',
            choices: [
              { value: 'low', label: 'Passes over noise' },
              { value: 'high', label: 'Reacts to everything' },
            ],
          },
        },
        {
          name: 'gemini_end_sensitivity',
          label: 'End of speech',
          hint: 'How readily a pause counts as the end.',
          control: {
            kind: 'choice',
            choices: [
              { value: 'low', label: 'Waits twice as long' },
              { value: 'high', label: 'As set below' },
            ],
          },
        },
        {
          name: 'gemini_proactive_audio',
          label: 'May stay silent',
          hint: 'Says nothing when nothing was asked of it. A preview of Gemini’s.',
          wide: true,
          control: { kind: 'switch' },
        },
        {
          name: 'vad_threshold',
          label: 'Loudness that counts as speech',
          hint: 'Higher ignores more noise, but may miss soft voices.',
          when: findsTurnsByLoudness,
          control: { kind: 'slider', min: 0, max: 1, step: 0.05, format: 'percent' },
        },
        {
          name: 'vad_silence_duration_ms',
          label: 'Silence that ends a turn',
          hint: 'Shorter answers faster, longer interrupts less.',
          when: findsTurnsByLoudness,
          control: { kind: 'number', min: 0, max: 10_000, step: 50, unit: 'ms' },
        },
        {
          name: 'vad_prefix_padding_ms',
          label: 'Sound kept from before speech',
          hint: 'So that first syllables are not cut off.',
          when: findsTurnsByLoudness,
          control: { kind: 'number', min: 0, max: 10_000, step: 50, unit: 'ms' },
        },
      ],
    },
    {
      title: 'When the caller speaks over it',
      settings: [
        {
          name: 'interruption_sensitivity',
          label: 'Interruptions',
          hint: 'Coughs, noise and words such as “uh-huh” never stop the agent.',
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
          label: 'Words that do not interrupt',
          hint: 'Beside the usual ones, what your callers say to show that they listen.',
          wide: true,
          control: { kind: 'words', placeholder: 'roger that', noun: 'word' },
        },
        {
          name: 'max_caller_turn_seconds',
          label: 'Longest turn of a caller',
          hint: 'Then the agent politely takes over. 15 to 600; 0: no limit.',
          control: { kind: 'number', min: 0, max: 600, unit: 'seconds' },
        },
      ],
    },
    {
      title: 'When nobody speaks',
      settings: [
        {
          name: 'idle_reminder_count',
          label: 'Reminders',
          hint: 'How often it asks whether the caller is still there. 0: never.',
          control: { kind: 'number', min: 0, max: 5 },
        },
        {
          name: 'idle_reminder_seconds',
          label: 'Silence before a reminder',
          when: ({ idle_reminder_count }) => idle_reminder_count !== 0,
          control: { kind: 'number', min: 5, max: 300, unit: 'seconds' },
        },
        {
          name: 'idle_reminder_message',
          label: 'What it says',
          hint: 'Empty: it finds its own words.',
          wide: true,
          when: ({ idle_reminder_count }) => idle_reminder_count !== 0,
          control: { kind: 'prose', maxLength: 500, variables: true, placeholder: 'Are you still there?' },
        },
      ],
    },
  ],
};
