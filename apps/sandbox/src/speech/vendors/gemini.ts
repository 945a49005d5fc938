import { z } from 'zod';
import { GEMINI_VOICES } from '../../gemini/check-message.ts';
import { BAD_KEY, GEMINI_KEY } from '../../gemini/gemini.ts';
import { geminiSpeaker } from '../../gemini/read-setup.ts';
import { Refusal } from '../../language-model/refusal.ts';
import type { SpeechDialect } from '../dialect.ts';

const MODELS = ['gemini-3.8-flash-tts', 'gemini-3.8-flash-lite-tts'];
const CALL = /^([\w.-]+):generateContent$/;

const Body = z.strictObject({
  contents: z
    .array(z.strictObject({ role: z.literal('user').optional(), parts: z.array(z.strictObject({ text: z.string() })) }))
    .min(1),
  generationConfig: z.strictObject({
    responseModalities: z.tuple([z.literal('AUDIO')]),
    temperature: z.number().min(0).max(2).optional(),
    speechConfig: z.strictObject({
      voiceConfig: z.strictObject({ prebuiltVoiceConfig: z.strictObject({ voiceName: z.string() }) }),
      languageCode: z.string().optional(),
    }),
  }),
});

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

/** `POST /v1beta/models/{model}:generateContent` of the models that speak. */
export const geminiSpeech: SpeechDialect = {
  path: '/v1beta/models/:call',
  checkKey(headers) {
    if (headers['x-goog-api-key'] !== GEMINI_KEY) throw new Refusal(400, BAD_KEY, { code: 'API_KEY_INVALID' });
  },
  read({ params, body }) {
    const model = CALL.exec(params.call ?? '')?.[1] ?? '';
    if (!MODELS.includes(model)) {
      const message = `models/${model} is not found for API version v1beta, or is not supported for generateContent.`;
      throw new Refusal(404, message);
    }
    const parsed = Body.safeParse(body);
    if (!parsed.success) throw new Refusal(400, `Invalid JSON payload received. ${z.prettifyError(parsed.error)}`);
    const { contents, generationConfig } = parsed.data;
    const { voiceName } = generationConfig.speechConfig.voiceConfig.prebuiltVoiceConfig;
    // As it answers to a name that it does not know, with nothing behind the colon.
    if (!GEMINI_VOICES.includes(voiceName)) {
      throw new Refusal(400, `No matching speaker voice found for name: ${voiceName} and language: `);
    }
    const text = contents.flatMap(({ parts }) => parts.map((part) => part.text)).join(' ');
    if (text.trim() === '') throw new Refusal(400, 'Request contains an invalid argument.');
    return { text, speaker: geminiSpeaker(voiceName), format: 'wav' };
  },
  wrap: ({ contentType, audio }) => ({
    candidates: [
      {
        content: { role: 'model', parts: [{ inlineData: { mimeType: contentType, data: audio.toString('base64') } }] },
        finishReason: 'STOP',
        index: 0,
      },
    ],
  }),
  refusalBody: ({ status, message, code }) => ({
    error: {
      code: status,
      message,
      status: STATUSES[status] ?? 'UNKNOWN',
      ...(code !== null && { details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: code }] }),
    },
  }),
};
