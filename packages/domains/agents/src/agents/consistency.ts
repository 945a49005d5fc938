import { AppError, type FieldError } from '@leadlock/core/errors';
import type { AgentSettings } from './settings.ts';
import { alternatives } from './value-rules.ts';
import { voicesOf } from './voices.ts';

/** A rule over several settings, and the one to complain about. */
interface ConsistencyRule {
  among: readonly (keyof AgentSettings)[];
  blames: keyof AgentSettings;
  /** What is wrong, or null. */
  problem: (settings: AgentSettings) => string | null;
}

const rules: readonly ConsistencyRule[] = [
  {
    among: ['voice', 'voice_provider'],
    blames: 'voice',
    problem: ({ voice, voice_provider }) => {
      const voices = voicesOf(voice_provider);
      return voices.includes(voice) ? null : `With voice_provider '${voice_provider}', must be ${alternatives(voices)}`;
    },
  },
  {
    among: ['voice_provider', 'fallback_voice_providers'],
    blames: 'fallback_voice_providers',
    problem: ({ voice_provider: own, fallback_voice_providers: others }) =>
      others.includes(own) ? `'${own}' is the agent’s voice_provider. Choose other providers.` : null,
  },
  {
    among: ['amd_voicemail_behavior', 'amd_voicemail_message', 'amd_voicemail_audio_url'],
    blames: 'amd_voicemail_message',
    problem: ({ amd_voicemail_behavior: behavior, amd_voicemail_message, amd_voicemail_audio_url }) => {
      if (amd_voicemail_message) return null;
      if (behavior === 'dynamic_message') return 'Enter the message to leave on voicemail';
      if (behavior !== 'static_message' || amd_voicemail_audio_url) return null;
      return 'Enter a message or the URL of a recording to leave on voicemail';
    },
  },
];

/**
 * Checks settings against each other: all of them, or only rules that a change touches, so that an agent stored under
 * older rules can still be changed elsewhere.
 * @throws validation error that names the fields.
 */
export function requireConsistency(settings: AgentSettings, touched?: ReadonlySet<string>): void {
  const errors: FieldError[] = [];
  for (const { among, blames, problem } of rules) {
    if (touched && !among.some((field) => touched.has(field))) continue;
    const msg = problem(settings);
    if (msg !== null) errors.push({ loc: ['body', blames], msg, type: 'value_error', input: settings[blames] });
  }
  if (errors.length > 0) throw new AppError('validation', 'Validation failed', { fields: errors });
}
