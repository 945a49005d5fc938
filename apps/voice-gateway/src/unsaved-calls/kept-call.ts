import type { CallProgress, CallResult } from '@leadlock/voice/session';
import { z } from 'zod';

/** What a call is found by, and what of it its result does not say. */
export interface CallReference {
  callId: string;
  tenantId: string;
  /** The provider's name of the model, which decides the price. */
  model: string;
  /** The carrier's name of its recording; null without one. */
  recordingSid: string | null;
}

/** A call as it is kept until the database has it. */
export interface KeptCall extends CallReference {
  keptAt: string;
  /** Of a call that ran: what it had come to by then. */
  progress: CallProgress;
  /** How it ended; null for one that ran. */
  ending: Pick<CallResult, 'status' | 'endReason' | 'detail'> | null;
}

/**
 * A file is read by another process than the one that has written it, which may be of another version: what the bill needs
 * is checked, the rest is taken as it is.
 */
const File = z.object({
  callId: z.string(),
  tenantId: z.string(),
  model: z.string(),
  recordingSid: z.string().nullable(),
  keptAt: z.string(),
  progress: z.looseObject({
    durationMs: z.number().min(0),
    transcript: z.array(z.looseObject({ content: z.string() })),
    toolCalls: z.array(
      z.looseObject({ name: z.string(), arguments: z.string(), output: z.string(), startedAt: z.number() }),
    ),
    turnLatenciesMs: z.array(z.number()),
    firstAudioMs: z.number().nullable(),
    interruptions: z.number(),
    // Files of before have none: what is not known is billed as it was.
    voiceWasReady: z.boolean().optional(),
    usage: z.record(z.string(), z.number()).nullable(),
  }),
  ending: z
    .object({ status: z.enum(['completed', 'failed']), endReason: z.string(), detail: z.string().nullable() })
    .nullable(),
});

/** @throws Error for text that is no kept call */
export const readKeptCall = (text: string): KeptCall => File.parse(JSON.parse(text)) as unknown as KeptCall;
