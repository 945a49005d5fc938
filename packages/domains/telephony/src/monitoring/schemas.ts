import { z } from 'zod';

export const ListenResponse = z
  .object({
    call_id: z.string(),
    url: z.string().meta({ description: 'The WebSocket URL (see docs/live-listening.md)' }),
    token: z
      .string()
      .meta({ description: 'Single-use token for this call, sent in the first message on the WebSocket' }),
    expires_in_seconds: z.int().meta({ description: 'Seconds until the token expires' }),
  })
  .meta({ id: 'ListenResponse', description: 'Where to hear an active call.' });
export type ListenResponse = z.infer<typeof ListenResponse>;
