import { z } from 'zod';

const count = z.int().min(1).default(1);

/** Something that goes wrong with the next requests for speech. */
export const SpeechFault = z.discriminatedUnion('kind', [
  /** Refused, in the vendor's own words for the status. */
  z.strictObject({
    kind: z.literal('refuse'),
    status: z.int().min(400).max(599),
    code: z.string().optional(),
    retryAfterSeconds: z.number().min(0).optional(),
    message: z.string().optional(),
    count,
  }),
  /** Never answered. */
  z.strictObject({ kind: z.literal('stall'), count }),
  /** The connection breaks. */
  z.strictObject({ kind: z.literal('drop'), count }),
  /** What comes is no audio. */
  z.strictObject({ kind: z.literal('garbage'), count }),
  /** Success, and nothing with it. */
  z.strictObject({ kind: z.literal('empty'), count }),
  /** The answer is endless. */
  z.strictObject({ kind: z.literal('flood'), count }),
]);
export type SpeechFault = z.infer<typeof SpeechFault>;
