import { z } from 'zod';

export const ActiveSession = z
  .object({
    call_sid: z.string(),
    call_id: z.string(),
    tenant_id: z.string(),
    agent_id: z.string().nullable(),
    direction: z.string(),
    voice_provider: z.string().nullable().meta({ description: 'Whose voice the call began with' }),
    gateway_id: z.string().meta({ description: 'Which gateway holds it' }),
    started_at: z.string(),
    duration_seconds: z.int().meta({ description: 'As its gateway has last reported it' }),
  })
  .meta({ id: 'ActiveSession', description: 'A call that an agent holds.' });

export const ActiveSessions = z
  .object({ sessions: z.array(ActiveSession), total: z.int().meta({ description: 'How many there are in all' }) })
  .meta({ id: 'ActiveSessions' });
export type ActiveSessions = z.infer<typeof ActiveSessions>;

export const KillVoiceInput = z.object({ call_sid: z.string().max(64) });

export const KilledVoice = z
  .object({
    call_sid: z.string(),
    call_id: z.string(),
    voice_provider: z.string().nullable(),
    killed: z.literal(true).meta({ description: 'Its gateway was told to drop the connection to the voice' }),
  })
  .meta({ id: 'KilledVoice' });
export type KilledVoice = z.infer<typeof KilledVoice>;
