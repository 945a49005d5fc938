import type { RealtimeUsage } from '../../contracts/realtime-provider.ts';
import { numberAt, objectsAt, type JsonObject } from '../../wire/json.ts';

/** The tokens that one answer is billed for: the whole conversation before it is among them each time. */
export function readUsage(usage: JsonObject): RealtimeUsage {
  const input = numberAt(usage, 'promptTokenCount') + numberAt(usage, 'toolUsePromptTokenCount');
  const output = numberAt(usage, 'responseTokenCount') + numberAt(usage, 'thoughtsTokenCount');
  const inputAudio = audioOf(usage, 'promptTokensDetails');
  const outputAudio = audioOf(usage, 'responseTokensDetails');
  const cached = numberAt(usage, 'cachedContentTokenCount');
  const cachedAudio = audioOf(usage, 'cacheTokensDetails');
  return {
    inputAudioTokens: inputAudio,
    // The details leave some tokens out: whatever is not sound counts as text, the cheaper kind.
    inputTextTokens: Math.max(0, input - inputAudio),
    cachedAudioTokens: cachedAudio,
    cachedTextTokens: Math.max(0, cached - cachedAudio),
    outputAudioTokens: outputAudio,
    outputTextTokens: Math.max(0, output - outputAudio),
  };
}

const audioOf = (usage: JsonObject, details: string): number =>
  objectsAt(usage, details).reduce(
    (sum, detail) => sum + (detail.modality === 'AUDIO' ? numberAt(detail, 'tokenCount') : 0),
    0,
  );
