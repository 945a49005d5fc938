import { formatMoneyCents } from '../../../format/money.ts';
import { formatNumber } from '../../../format/number.ts';
import type { CostLine } from '../call-metadata.ts';
import { voiceLabel } from '../voice-label.ts';

/** What a voice's vendor charges for besides its voice; the item's name begins with the vendor's. */
const PARTS: Record<string, string> = {
  input_audio: 'Audio input',
  cached_audio: 'Cached audio input',
  input_text: 'Text input',
  cached_text: 'Cached text input',
  output_audio: 'Audio output',
  output_text: 'Text output',
  transcription: 'Transcription',
};

const OTHERS: Record<string, string> = {
  twilio_inbound: 'Inbound line (Twilio)',
  twilio_outbound: 'Outbound line (Twilio)',
  twilio_media_stream: 'Audio stream (Twilio)',
  twilio_recording: 'Recording (Twilio)',
};

/** What was charged for, in words. */
export function costItemLabel(item: string): string {
  const [vendor = '', ...part] = item.split('_');
  const name = part.length === 0 ? 'Voice' : PARTS[part.join('_')];
  return OTHERS[item] ?? (name === undefined ? item.replaceAll('_', ' ') : `${name} (${voiceLabel(vendor)})`);
}

const UNITS: Record<string, string> = { minute: 'min', second: 's', token: 'tokens' };

/** "3 min" */
export const quantityText = ({ quantity, unit }: Pick<CostLine, 'quantity' | 'unit'>): string =>
  `${formatNumber(quantity)} ${UNITS[unit] ?? unit}`;

const MICRO_PER_CENT = 10_000;

/** A sum in whole cents, rounded once, as the api rounds a call's cost; null as soon as one price is not known. */
export function centsOf(lines: readonly Pick<CostLine, 'micro_dollars'>[]): number | null {
  let sum = 0;
  for (const { micro_dollars } of lines) {
    if (micro_dollars === null) return null;
    sum += micro_dollars;
  }
  return Math.round(sum / MICRO_PER_CENT);
}

/** The price of one line: "$0.07", "< $0.01"; null where it is not known. */
export function priceText(microDollars: number | null): string | null {
  if (microDollars === null) return null;
  const cents = Math.round(microDollars / MICRO_PER_CENT);
  return cents === 0 && microDollars > 0 ? '< $0.01' : formatMoneyCents(cents);
}
