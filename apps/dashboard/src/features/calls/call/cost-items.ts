import { formatNumber } from '#/format/number.ts';
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
