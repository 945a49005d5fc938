import { audioFile } from '../audio-file.ts';
import type { SpeechVendor } from '../vendor.ts';

/** What agents speak with, in the version that knows all languages: a text comes without one. */
const MODEL = 'eleven_flash_v2_5';
const FORMAT = 'mp3_44100_128';

/** `POST /v1/text-to-speech/{voice_id}` (@elevenlabs/elevenlabs-js, textToSpeech.convert). */
export const elevenlabs: SpeechVendor = {
  request: ({ voice, text }) => ({
    path: `/v1/text-to-speech/${encodeURIComponent(voice)}?output_format=${FORMAT}`,
    body: { text, model_id: MODEL },
  }),
  read: audioFile,
};
