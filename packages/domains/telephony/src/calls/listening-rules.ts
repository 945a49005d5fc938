import type { AgentSettings } from '@leadlock/agents/agents';
import type { CallPolicy } from '@leadlock/voice/session';
import { fillIn, type Variables } from './variables.ts';

/** The part of a call's rules that says how the agent listens. */
export type ListeningRules = Pick<CallPolicy, 'interruptions' | 'idle' | 'longestTurnMs'>;

/** How long somebody speaks who interrupts, in ms, and whether a loud word is enough. */
const SENSITIVITY = {
  low: { shortestMs: 800, heedsEmphasis: false },
  normal: { shortestMs: 500, heedsEmphasis: true },
  high: { shortestMs: 250, heedsEmphasis: true },
};

/** So soon nobody is asked whether they are still there. */
const SHORTEST_SILENCE_SECONDS = 5;

/** Whoever is reminded has time to answer before the silence ends the call. */
function secondsToReminder(wanted: number, longestSilence: number): number {
  if (longestSilence === 0 || wanted <= longestSilence / 2) return wanted;
  return longestSilence / 2 >= SHORTEST_SILENCE_SECONDS ? longestSilence / 2 : Infinity;
}

export function listeningRules(settings: AgentSettings, variables: Variables): ListeningRules {
  const {
    interruption_sensitivity: sensitivity,
    backchannel_words: backchannels,
    idle_reminder_count: count,
    idle_reminder_seconds: seconds,
    idle_reminder_message: message,
    max_caller_turn_seconds: longest,
  } = settings;
  return {
    interruptions: { ...SENSITIVITY[sensitivity as keyof typeof SENSITIVITY], backchannels: backchannels ?? [] },
    idle: {
      afterMs: secondsToReminder(seconds, settings.max_silence_seconds) * 1000,
      count,
      sentence: message && fillIn(message, variables),
    },
    longestTurnMs: longest === 0 ? Infinity : longest * 1000,
  };
}
