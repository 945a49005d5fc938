import type { RealtimeUsage } from '../../contracts/realtime-provider.ts';
import { numberAt, objectAt, type JsonObject } from '../../wire/json.ts';

/** The tokens of a finished response; some servers put them beside the response instead of into it. */
export function readUsage(event: JsonObject): RealtimeUsage | null {
  const usage = objectAt(objectAt(event, 'response'), 'usage') ?? objectAt(event, 'usage');
  if (!usage) return null;
  const input = objectAt(usage, 'input_token_details');
  const output = objectAt(usage, 'output_token_details');
  const cached = objectAt(input, 'cached_tokens_details');
  return {
    // Without details everything counts as text, the cheaper kind: a price is never made up in our favour.
    inputAudioTokens: numberAt(input, 'audio_tokens'),
    inputTextTokens: input ? numberAt(input, 'text_tokens') : numberAt(usage, 'input_tokens'),
    cachedAudioTokens: numberAt(cached, 'audio_tokens'),
    cachedTextTokens: cached ? numberAt(cached, 'text_tokens') : numberAt(input, 'cached_tokens'),
    outputAudioTokens: numberAt(output, 'audio_tokens'),
    outputTextTokens: output ? numberAt(output, 'text_tokens') : numberAt(usage, 'output_tokens'),
  };
}
