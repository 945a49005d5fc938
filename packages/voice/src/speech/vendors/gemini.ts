import { wavOfPcm } from '../../audio/wav.ts';
import { objectAt, objectsAt, parseObject, stringAt } from '../../wire/json.ts';
import { audioFile } from '../audio-file.ts';
import type { SpeechVendor, SpokenText } from '../vendor.ts';

/** The quicker of the two that read a text word for word; the voices are those of Gemini Live. */
const MODEL = 'gemini-3.8-flash-lite-tts';
const DEFAULT_RATE = 24_000;
/** 16-bit samples without a header: `audio/L16;codec=pcm;rate=24000`. */
const PCM_TYPE = /^audio\/(?:l16|pcm)\b/i;
const RATE = /\brate=(\d{4,6})\b/i;

/**
 * `POST /v1beta/models/{model}:generateContent` with audio as its answer (ai.google.dev/gemini-api/docs/speech-generation).
 * Gemini 3.8 answers with a WAV file, models before it with bare samples.
 */
export const gemini: SpeechVendor = {
  request: ({ voice, text }) => ({
    path: `/v1beta/models/${MODEL}:generateContent`,
    body: {
      contents: [{ role: 'user', parts: [{ text }] }],
      generationConfig: {
        responseModalities: ['AUDIO'],
        speechConfig: { voiceConfig: { prebuiltVoiceConfig: { voiceName: voice } } },
      },
    },
  }),
  read(answer) {
    const [candidate = null] = objectsAt(parseObject(answer), 'candidates');
    for (const part of objectsAt(objectAt(candidate, 'content'), 'parts')) {
      const data = objectAt(part, 'inlineData');
      const audio = Buffer.from(stringAt(data, 'data') ?? '', 'base64');
      const spoken = audioOf(audio, stringAt(data, 'mimeType') ?? '');
      if (spoken) return spoken;
    }
    return null;
  },
};

function audioOf(audio: Buffer, type: string): SpokenText | null {
  if (!PCM_TYPE.test(type)) return audioFile(audio);
  if (audio.length === 0) return null;
  const sampleRate = Number(RATE.exec(type)?.[1] ?? DEFAULT_RATE);
  return { audio: wavOfPcm(audio, { sampleRate }), contentType: 'audio/wav' };
}
