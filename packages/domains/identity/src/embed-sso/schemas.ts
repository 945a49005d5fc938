import { z } from 'zod';

export const EmbedSSORequest = z
  .object({
    payload: z.string().min(1).max(8192).meta({
      description: 'GHL’s response to `REQUEST_USER_DATA`, unchanged: encrypted with the app’s shared secret.',
    }),
  })
  .meta({ id: 'EmbedSSORequest', description: 'The person who opened the app in GHL.' });
export type EmbedSSORequest = z.infer<typeof EmbedSSORequest>;
