import { audioFile } from '../audio-file.ts';
import type { SpeechVendor } from '../vendor.ts';

/** `POST /v1/tts`: no model to choose, and the voices of its realtime models (@ai-sdk/xai 5.0.12, xai-speech-model.ts). */
export const xai: SpeechVendor = {
  request: ({ voice, text }) => ({
    path: '/tts',
    body: { text, voice_id: voice, language: 'auto', output_format: { codec: 'mp3' } },
  }),
  read: audioFile,
};
