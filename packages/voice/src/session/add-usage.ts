import type { RealtimeUsage } from '../contracts/realtime-provider.ts';

export function addUsage(sum: RealtimeUsage | null, usage: RealtimeUsage): RealtimeUsage {
  if (!sum) return { ...usage };
  return {
    inputAudioTokens: sum.inputAudioTokens + usage.inputAudioTokens,
    inputTextTokens: sum.inputTextTokens + usage.inputTextTokens,
    cachedAudioTokens: sum.cachedAudioTokens + usage.cachedAudioTokens,
    cachedTextTokens: sum.cachedTextTokens + usage.cachedTextTokens,
    outputAudioTokens: sum.outputAudioTokens + usage.outputAudioTokens,
    outputTextTokens: sum.outputTextTokens + usage.outputTextTokens,
  };
}
