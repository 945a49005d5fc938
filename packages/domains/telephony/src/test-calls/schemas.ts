import { Id } from '@leadlock/core/id';
import { z } from 'zod';

export const TestCallInput = z.object({ agent_id: Id });

export const TestCallResponse = z
  .object({
    call_id: z.string(),
    url: z.string().meta({ description: 'The WebSocket to open (docs/browser-calls.md)' }),
    token: z.string().meta({ description: 'Opens this call, once; the first message on the socket shows it' }),
    expires_in_seconds: z.int().meta({ description: 'How long the token may wait to be used' }),
  })
  .meta({ id: 'TestCallResponse', description: 'A call with an agent that waits for a browser.' });
export type TestCallResponse = z.infer<typeof TestCallResponse>;
