import * as z from 'zod/mini';

const FunctionCall = z.object({
  function: z.string(),
  arguments: z.unknown(),
  result: z.unknown(),
  success: z.catch(z.boolean(), true),
  timestamp: z.string(),
});
export type FunctionCall = z.output<typeof FunctionCall>;

const CostLine = z.object({
  item: z.string(),
  paid_by: z.enum(['platform', 'tenant']),
  quantity: z.number(),
  unit: z.string(),
  /** Millionths of a dollar; null where the price is not known. */
  micro_dollars: z.nullable(z.number()),
});
export type CostLine = z.output<typeof CostLine>;

const Turn = z.object({
  role: z.enum(['assistant', 'user']),
  content: z.string(),
  started_at: z.string(),
  ended_at: z.string(),
  interrupted: z.optional(z.boolean()),
});

const Metadata = z.object({
  end_reason: z.catch(z.nullable(z.string()), null),
  end_detail: z.catch(z.nullable(z.string()), null),
  function_calls: z.catch(z.array(FunctionCall), []),
  turn_latencies_ms: z.catch(z.array(z.number()), []),
  first_audio_ms: z.catch(z.nullable(z.number()), null),
  cost_lines: z.catch(z.array(CostLine), []),
});
export type CallMetadata = z.output<typeof Metadata>;

/** What is known of a call besides its row: the contract leaves it open, and calls that run have none of it yet. */
export const readMetadata = (metadata: unknown): CallMetadata => Metadata.parse(metadata ?? {});

/** The turns of a transcript; what is no turn of ours is left out. */
export const readTurns = (transcript: unknown): z.output<typeof Turn>[] =>
  Array.isArray(transcript)
    ? transcript.flatMap((entry) => {
        const turn = Turn.safeParse(entry);
        return turn.success ? [turn.data] : [];
      })
    : [];
