import { z } from 'zod';

export const ActiveSession = z
  .object({
    call_sid: z.string(),
    call_id: z.string(),
    tenant_id: z.string(),
    agent_id: z.string().nullable(),
    direction: z.string(),
    voice_provider: z.string().nullable().meta({ description: 'The voice provider the call started with' }),
    gateway_id: z.string().meta({ description: 'The gateway handling the call' }),
    started_at: z.string(),
    duration_seconds: z.int().meta({ description: 'As last reported by the gateway' }),
  })
  .meta({ id: 'ActiveSession', description: 'An active call with an agent.' });

export const ActiveSessions = z
  .object({ sessions: z.array(ActiveSession), total: z.int().meta({ description: 'Total number of active calls' }) })
  .meta({ id: 'ActiveSessions' });
export type ActiveSessions = z.infer<typeof ActiveSessions>;

export const KillVoiceInput = z.object({ call_sid: z.string().max(64) });

export const KilledVoice = z
  .object({
    call_sid: z.string(),
    call_id: z.string(),
    voice_provider: z.string().nullable(),
    killed: z.literal(true).meta({ description: 'The gateway was notified to drop the voice connection' }),
  })
  .meta({ id: 'KilledVoice' });
export type KilledVoice = z.infer<typeof KilledVoice>;
