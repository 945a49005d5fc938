import { z } from 'zod';
import { Refusal } from '../../language-model/refusal.ts';
import { checkXaiKey, parseXaiBody, xaiRefusalBody } from '../../language-model/xai/xai-dialect.ts';
import { XAI_VOICES, xaiSpeaker } from '../../xai/xai-dialect.ts';
import type { SpeechDialect } from '../dialect.ts';
import { madeHere } from '../speech-format.ts';

const LANGUAGE = /^(auto|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*)$/;

const Body = z.looseObject({
  text: z.string().trim().min(1).max(15_000),
  voice_id: z.string().default('eve'),
  language: z.string().regex(LANGUAGE),
  output_format: z
    .looseObject({
      codec: z.enum(['mp3', 'wav', 'pcm', 'mulaw', 'alaw']).default('mp3'),
      sample_rate: z.literal([8000, 16_000, 22_050, 24_000, 44_100, 48_000]).optional(),
      bit_rate: z.literal([32_000, 64_000, 96_000, 128_000, 192_000]).optional(),
    })
    .optional(),
  speed: z.number().min(0.7).max(1.5).optional(),
});

/** `POST /v1/tts`, which has no model to choose. */
export const xaiSpeech: SpeechDialect = {
  path: '/tts',
  checkKey: checkXaiKey,
  read({ body }) {
    const { text, voice_id, output_format } = parseXaiBody(Body, body);
    if (!XAI_VOICES.includes(voice_id.toLowerCase())) throw new Refusal(404, `Voice '${voice_id}' not found.`);
    return { text, speaker: xaiSpeaker(voice_id), format: madeHere(output_format?.codec ?? 'mp3') };
  },
  refusalBody: xaiRefusalBody,
};
