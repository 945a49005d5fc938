import { formatNumber } from '#/format/number.ts';
import type { CostLine } from '../call-metadata.ts';

const ITEMS: Record<string, string> = {
  local: 'Voice (local)',
  xai: 'Voice (xAI)',
  gemini: 'Voice (Gemini)',
  elevenlabs: 'Voice (ElevenLabs)',
  openai: 'Voice (OpenAI)',
  openai_input_audio: 'Speech heard (OpenAI)',
  openai_cached_audio: 'Speech heard, cached (OpenAI)',
  openai_input_text: 'Text read (OpenAI)',
  openai_cached_text: 'Text read, cached (OpenAI)',
  openai_output_audio: 'Speech spoken (OpenAI)',
  openai_output_text: 'Text written (OpenAI)',
  openai_transcription: 'Transcription (OpenAI)',
  twilio_inbound: 'Inbound line (Twilio)',
  twilio_outbound: 'Outbound line (Twilio)',
  twilio_media_stream: 'Audio stream (Twilio)',
  twilio_recording: 'Recording (Twilio)',
};

/** What was charged for, in words. */
export const costItemLabel = (item: string): string => ITEMS[item] ?? item.replaceAll('_', ' ');

const UNITS: Record<string, string> = { minute: 'min', second: 's', token: 'tokens' };

/** «3 min» */
export const quantityText = ({ quantity, unit }: Pick<CostLine, 'quantity' | 'unit'>): string =>
  `${formatNumber(quantity)} ${UNITS[unit] ?? unit}`;
