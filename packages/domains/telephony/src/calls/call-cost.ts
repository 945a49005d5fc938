import { isRehearsal, type CallDirection } from '@leadlock/core/call-direction';
import { billableMinutes, centsFromMicroDollars, type Cents, type MicroDollars } from '@leadlock/core/money';
import type { RealtimeUsage } from '@leadlock/voice/contracts';
import { vendorNamed, type VoicePricing } from '@leadlock/voice/vendors';
import { carrierMinute, TWILIO_MINUTE } from './price-list.ts';

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
  /** Who held it, one after the other; empty: no provider took the call. */
  voices: readonly PricedVoice[];
  recorded: boolean;
}

/** A part of a call that one provider held. */
export interface PricedVoice {
  provider: string;
  model?: string;
  seconds: number;
  /** Null: not known. */
  usage: RealtimeUsage | null;
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

const platformLine = (
  item: string,
  unit: CostLine['unit'],
  quantity: number,
  micro_dollars: MicroDollars | null,
): CostLine => ({ item, paid_by: 'platform', quantity, unit, micro_dollars });

type TokenPricing = Extract<VoicePricing, { kind: 'tokens' }>;

/** Dollars for a million tokens are millionths of a dollar for one. */
function tokenLines(vendor: string, { models }: TokenPricing, { model, usage }: PricedVoice): CostLine[] {
  if (usage === null) return [platformLine(vendor, 'token', 0, null)];
  const prices = models.find(([name]) => model !== undefined && name.test(model))?.[1];
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
    .map(([kind, tokens, price]) =>
      platformLine(`${vendor}_${kind}`, 'token', tokens, price === undefined ? null : Math.round(tokens * price)),
    );
}

function vendorLines(call: PricedVoice): CostLine[] {
  const { seconds, model, provider: name } = call;
  const vendor = vendorNamed(name);
  const ofMinutes = (minute: MicroDollars | undefined): MicroDollars | null =>
    minute === undefined ? null : Math.round((seconds * minute) / 60);
  switch (vendor?.pricing.kind) {
    case 'tokens': {
      const { transcriptionMinute } = vendor.pricing;
      const lines = tokenLines(name, vendor.pricing, call);
      if (transcriptionMinute === undefined) return lines;
      return [...lines, platformLine(`${name}_transcription`, 'second', seconds, ofMinutes(transcriptionMinute))];
    }
    case 'free':
      return [platformLine(name, 'second', seconds, 0)];
    default:
      return [platformLine(name, 'second', seconds, ofMinutes(vendor?.pricing.models[model ?? vendor.model]))];
  }
}

function carrierLines(call: PricedCall): CostLine[] {
  const { direction, toNumber, recorded } = call;
  if (isRehearsal(direction)) return [];
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

/** One line an item: a provider that held the call twice is charged for once. */
function merged(lines: readonly CostLine[]): CostLine[] {
  const byItem = new Map<string, CostLine>();
  for (const line of lines) {
    const { quantity, micro_dollars: price } = byItem.get(line.item) ?? { quantity: 0, micro_dollars: 0 };
    byItem.set(line.item, {
      ...line,
      quantity: quantity + line.quantity,
      micro_dollars: price === null || line.micro_dollars === null ? null : price + line.micro_dollars,
    });
  }
  return [...byItem.values()];
}

/** What a call cost, one line an item. */
export function costLines(call: PricedCall): CostLine[] {
  return call.durationSeconds === 0 ? [] : [...merged(call.voices.flatMap(vendorLines)), ...carrierLines(call)];
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
