import { AgentUpdate } from '@leadlock/agents/agents/schemas';
import { Id } from '@leadlock/core/id';
import { z } from 'zod';

export const TestCallInput = z.object({ agent_id: Id });

/** Settings that are tried before they are saved. Whether the agent takes calls at all is none of them. */
export const DraftTestCallInput = z.object({ agent_id: Id, changes: AgentUpdate.omit({ is_active: true }) });

export const TestCallResponse = z
  .object({
    call_id: z.string(),
    url: z.string().meta({ description: 'The WebSocket URL (see docs/browser-calls.md)' }),
    token: z
      .string()
      .meta({ description: 'Single-use token for this call, sent in the first message on the WebSocket' }),
    expires_in_seconds: z.int().meta({ description: 'Seconds until the token expires' }),
  })
  .meta({ id: 'TestCallResponse', description: 'A call waiting for a browser to connect.' });
export type TestCallResponse = z.infer<typeof TestCallResponse>;

export const TestVoiceRequest = z
  .object({
    agent_id: Id,
    audio_base64: z
      .base64()
      .max(2_000_000)
      .meta({ description: 'Base64-encoded PCM16 audio at 24kHz, up to 30 seconds' }),
  })
  .meta({ id: 'TestVoiceRequest', description: 'Audio to send to an agent.' });
export type TestVoiceRequest = z.infer<typeof TestVoiceRequest>;

export const TestVoiceResponse = z
  .object({
    audio_base64: z.string().meta({ description: 'Base64-encoded PCM16 audio at 24kHz from AI' }),
    transcript: z.string().meta({ description: 'Text transcript of AI response' }),
    model: z.string().meta({ description: 'Model used' }),
  })
  .meta({ id: 'TestVoiceResponse', description: 'An agent’s response.' });
export type TestVoiceResponse = z.infer<typeof TestVoiceResponse>;
