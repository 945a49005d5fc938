import { z } from 'zod';

export const EmbedSSORequest = z
  .object({
    payload: z.string().min(1).max(8192).meta({
      description: 'What GHL answers to `REQUEST_USER_DATA`, as it came: encrypted with the app’s shared secret.',
    }),
  })
  .meta({ id: 'EmbedSSORequest', description: 'Who has opened the app inside GHL.' });
export type EmbedSSORequest = z.infer<typeof EmbedSSORequest>;
