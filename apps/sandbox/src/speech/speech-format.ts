import { decodeMulaw, resampleWhole } from '@leadlock/voice/audio';
import { mp3File } from '../audio/mp3.ts';
import { wavFile } from '../audio/wav.ts';
import { Refusal } from '../language-model/refusal.ts';

const PHONE_RATE = 8000;
const PCM_RATE = 24_000;

/** Of the formats that vendors offer, those that are made here. */
const FORMATS = ['mp3', 'wav', 'pcm'] as const;
export type SpeechFormat = (typeof FORMATS)[number];

export interface SpeechFile {
  contentType: string;
  audio: Buffer;
}

/** @throws Refusal for a format that vendors have and this sandbox does not */
export function madeHere(format: string): SpeechFormat {
  const made = FORMATS.find((known) => known === format);
  if (!made) throw new Refusal(400, `The sandbox speaks ${FORMATS.join(', ')}, and not ${format}.`);
  return made;
}

/** Telephone audio as a file of that format. */
export async function speechFile(mulaw: Uint8Array, format: SpeechFormat): Promise<SpeechFile> {
  if (format === 'mp3') return { contentType: 'audio/mpeg', audio: await mp3File([mulaw]) };
  if (format === 'wav') return { contentType: 'audio/wav', audio: wavFile([mulaw]) };
  const narrow = new Int16Array(mulaw.length);
  decodeMulaw(mulaw, narrow);
  const wide = resampleWhole(narrow, PHONE_RATE, PCM_RATE);
  return { contentType: 'audio/pcm', audio: Buffer.from(wide.buffer, wide.byteOffset, wide.byteLength) };
}
