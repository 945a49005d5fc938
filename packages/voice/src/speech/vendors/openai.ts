import { audioFile } from '../audio-file.ts';
import type { SpeechVendor } from '../vendor.ts';

/** It has every voice of the realtime models; `tts-1` lacks some. */
const MODEL = 'gpt-4o-mini-tts';

/** `POST /v1/audio/speech` (openai/openai-openapi, CreateSpeechRequest). */
export const openai: SpeechVendor = {
  request: ({ voice, text }) => ({
    path: '/audio/speech',
    body: { model: MODEL, voice, input: text, response_format: 'mp3' },
  }),
  read: audioFile,
};
