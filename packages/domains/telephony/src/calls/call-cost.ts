import { billableMinutes, centsFromMicroDollars, type Cents, type MicroDollars } from '@leadlock/core/money';
import type { RealtimeUsage } from '@leadlock/voice/contracts';
import { carrierMinute, OPENAI_TRANSCRIPTION_MINUTE, openAiPrices, TWILIO_MINUTE, XAI_MINUTE } from './price-list.ts';
import type { CallDirection } from './schemas.ts';

/** One thing that a call was charged for; null where the price is not known. */
export interface CostLine {
  item: string;
  /** Who gets the bill: us, or the tenant, whose own account at the carrier it is. */
  paid_by: 'platform' | 'tenant';
  quantity: number;
  unit: 'minute' | 'second' | 'token';
  micro_dollars: MicroDollars | null;
}

export interface PricedCall {
  direction: CallDirection;
  toNumber: string;
  /** 0 for a call that no agent answered; nothing was used then. */
  durationSeconds: number;
  /** Null: no provider took the call. */
  voiceProvider: string | null;
  model?: string;
  /** Null: not known. */
  usage: RealtimeUsage | null;
  recorded: boolean;
}

/** Of a call that ended before the provider's model heard or said anything. */
export const NOTHING_USED: RealtimeUsage = {
  inputAudioTokens: 0,
  inputTextTokens: 0,
  cachedAudioTokens: 0,
  cachedTextTokens: 0,
  outputAudioTokens: 0,
  outputTextTokens: 0,
};

/** Dollars for a million tokens are millionths of a dollar for one. */
function tokenLines(model: string | undefined, usage: RealtimeUsage | null): CostLine[] {
  const prices = model === undefined ? null : openAiPrices(model);
  if (usage === null) return [{ item: 'openai', paid_by: 'platform', quantity: 0, unit: 'token', micro_dollars: null }];
  // Cached tokens are part of the input tokens.
  const used = [
    ['input_audio', usage.inputAudioTokens - usage.cachedAudioTokens, prices?.inputAudio],
    ['cached_audio', usage.cachedAudioTokens, prices?.cachedAudio],
    ['input_text', usage.inputTextTokens - usage.cachedTextTokens, prices?.inputText],
    ['cached_text', usage.cachedTextTokens, prices?.cachedText],
    ['output_audio', usage.outputAudioTokens, prices?.outputAudio],
    ['output_text', usage.outputTextTokens, prices?.outputText],
  ] as const;
  return used
    .filter(([, tokens]) => tokens > 0)
    .map(([kind, tokens, price]) => ({
      item: `openai_${kind}`,
      paid_by: 'platform',
      quantity: tokens,
      unit: 'token',
      micro_dollars: price === undefined ? null : Math.round(tokens * price),
    }));
}

function providerLines(call: PricedCall): CostLine[] {
  const { durationSeconds: seconds, model } = call;
  const provider = call.voiceProvider;
  if (provider === null) return [];
  if (provider === 'openai') {
    const transcription = Math.round((seconds * OPENAI_TRANSCRIPTION_MINUTE) / 60);
    return [
      ...tokenLines(model, call.usage),
      {
        item: 'openai_transcription',
        paid_by: 'platform',
        quantity: seconds,
        unit: 'second',
        micro_dollars: transcription,
      },
    ];
  }
  // It runs on our own machine.
  if (provider === 'local') {
    return [{ item: 'local', paid_by: 'platform', quantity: seconds, unit: 'second', micro_dollars: 0 }];
  }
  const minute = provider === 'xai' ? XAI_MINUTE[model ?? 'grok-voice-latest'] : undefined;
  return [
    {
      item: provider,
      paid_by: 'platform',
      quantity: seconds,
      unit: 'second',
      micro_dollars: minute === undefined ? null : Math.round((seconds * minute) / 60),
    },
  ];
}

function carrierLines(call: PricedCall): CostLine[] {
  const { direction, toNumber, recorded } = call;
  if (direction !== 'inbound' && direction !== 'outbound') return [];
  const minutes = billableMinutes(call.durationSeconds);
  const line = (item: string, minute: MicroDollars | null): CostLine => ({
    item,
    paid_by: 'tenant',
    quantity: minutes,
    unit: 'minute',
    micro_dollars: minute === null ? null : minutes * minute,
  });
  return [
    line(`twilio_${direction}`, carrierMinute(direction, toNumber)),
    line('twilio_media_stream', TWILIO_MINUTE.mediaStream),
    ...(recorded ? [line('twilio_recording', TWILIO_MINUTE.recording)] : []),
  ];
}

/** What a call cost, line by line. */
export function costLines(call: PricedCall): CostLine[] {
  return call.durationSeconds === 0 ? [] : [...providerLines(call), ...carrierLines(call)];
}

/** What we pay, in cents, rounded once; null as soon as one price is not known. */
export function totalCost(lines: readonly CostLine[]): Cents | null {
  let sum = 0;
  for (const line of lines) {
    if (line.paid_by !== 'platform') continue;
    if (line.micro_dollars === null) return null;
    sum += line.micro_dollars;
  }
  return centsFromMicroDollars(sum);
}
