import { z } from 'zod';
import { API_KEY } from '../../elevenlabs/rest.ts';
import { voiceNamed } from '../../elevenlabs/store.ts';
import { Refusal } from '../../language-model/refusal.ts';
import type { SpeechDialect } from '../dialect.ts';
import { madeHere } from '../speech-format.ts';

const FORMAT =
  /^(mp3_(22050_32|24000_48|44100_(32|64|96|128|192))|pcm_\d{4,5}|wav_\d{4,5}|ulaw_8000|alaw_8000|opus_48000_\d{2,3})$/;
const MODELS = [
  'eleven_multilingual_v2',
  'eleven_turbo_v2',
  'eleven_turbo_v2_5',
  'eleven_flash_v2',
  'eleven_flash_v2_5',
  'eleven_v3',
  'eleven_v4',
  'eleven_v4_turbo',
];
const share = z.number().min(0).max(1).optional();

const Body = z.looseObject({
  text: z.string().trim().min(1).max(40_000),
  model_id: z.string().default('eleven_multilingual_v2'),
  voice_settings: z
    .looseObject({
      stability: share,
      similarity_boost: share,
      style: share,
      speed: z.number().min(0.7).max(1.2).optional(),
    })
    .nullish(),
  language_code: z.string().nullish(),
});

const refuse = (status: number, code: string, message: string): Refusal => new Refusal(status, message, { code });

/** `POST /v1/text-to-speech/{voice_id}`. */
export const elevenLabsSpeech: SpeechDialect = {
  path: '/v1/text-to-speech/:voiceId',
  checkKey(headers) {
    if (headers['xi-api-key'] !== API_KEY) throw refuse(401, 'invalid_api_key', 'Invalid API key');
  },
  read({ params, query, body }) {
    const format = query.output_format ?? 'mp3_44100_128';
    if (typeof format !== 'string' || !FORMAT.test(format)) {
      throw refuse(422, 'invalid_output_format', `The output format ${JSON.stringify(format)} is not supported.`);
    }
    const parsed = Body.safeParse(body);
    if (!parsed.success) throw refuse(422, 'invalid_body', z.prettifyError(parsed.error));
    const { text, model_id } = parsed.data;
    if (!MODELS.includes(model_id)) {
      throw refuse(400, 'model_not_found', `A model with model ID ${model_id} does not exist.`);
    }
    const voice = voiceNamed(params.voiceId ?? '');
    if (!voice) throw refuse(404, 'voice_not_found', `A voice with the voice_id ${params.voiceId} was not found.`);
    const speaker = voice.labels.gender === 'male' ? 'rms' : 'slt';
    return { text, speaker, format: madeHere(format.split('_', 1)[0] ?? '') };
  },
  refusalBody: ({ code, message }) => ({ detail: { status: code ?? 'sandbox_fault', message } }),
};
