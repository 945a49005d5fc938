import { VOICE_PROVIDER_NAMES } from '@leadlock/voice/vendors';
import { z } from 'zod';
import { oneOf } from '../agents/value-rules.ts';

/** A minute of speech. Providers charge by the character. */
export const MAX_PREVIEW_CHARACTERS = 1000;

export const PreviewGreetingTTSRequest = z
  .object({
    text: z
      .string()
      .trim()
      .min(1)
      .max(MAX_PREVIEW_CHARACTERS)
      .meta({ description: 'What to say, spoken as it is: fill in `{{variables}}` first.' }),
    voice_provider: oneOf(VOICE_PROVIDER_NAMES).meta({
      description: `One of \`${VOICE_PROVIDER_NAMES.join('`, `')}\`.`,
    }),
    voice_id: z.string().trim().min(1).max(200).meta({
      description: 'A voice of the provider, as `GET /agents/options` lists them.',
    }),
  })
  .meta({ id: 'PreviewGreetingTTSRequest', description: 'A text and the voice to hear it in.' });
export type PreviewGreetingTTSRequest = z.infer<typeof PreviewGreetingTTSRequest>;
