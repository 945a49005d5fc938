import type { CallResult, VoicePart } from '@leadlock/voice/session';
import { NOTHING_USED, type PricedVoice } from './call-cost.ts';
import type { CallOutcome } from './call-outcome.ts';

/** Null where it is not known. The gateway that held a call knows that nothing was used when it never got an answer. */
function usageOf({ usage, firstAudioMs }: CallOutcome): CallResult['usage'] {
  return usage ?? (usage === null && firstAudioMs === null ? NOTHING_USED : null);
}

/** Nothing was used by a voice that has not begun to answer; of one that was lost in its first answer nobody knows. */
const usageOfPart = ({ usage, spoke }: VoicePart): CallResult['usage'] => usage ?? (spoke ? null : NOTHING_USED);

/** Who held a call of that many seconds, so that each is paid for its part of them and all of them are paid for. */
export function voicesOf(
  { voice_provider: chosen }: { voice_provider: string | null },
  outcome: CallOutcome,
  seconds: number,
): PricedVoice[] {
  const parts = outcome.voices?.filter(({ wasReady }) => wasReady) ?? [];
  const [only] = parts;
  if (parts.length < 2) {
    const provider = only?.provider ?? chosen;
    const model = only?.model ?? outcome.model;
    return provider === null ? [] : [{ provider, model, seconds, usage: usageOf(outcome) }];
  }
  const ends = parts.map(({ untilMs }, index) =>
    index === parts.length - 1 ? seconds : Math.min(seconds, Math.round(untilMs / 1000)),
  );
  return parts.map((part, index) => {
    const { provider, model } = part;
    return { provider, model, seconds: (ends[index] ?? 0) - (ends[index - 1] ?? 0), usage: usageOfPart(part) };
  });
}
