import { z } from 'zod';

const count = z.int().min(1).default(1);
const afterChunks = z.int().min(0).default(1);

/** Something that goes wrong with the next requests to a language model. */
export const ModelFault = z.discriminatedUnion('kind', [
  /** Refused, in the vendor's own words for the status. */
  z.strictObject({
    kind: z.literal('refuse'),
    status: z.literal([400, 401, 402, 403, 404, 413, 429, 500, 503, 529]),
    /** The vendor's code, where one status has several: `insufficient_quota`. */
    code: z.string().optional(),
    retryAfterSeconds: z.number().min(0).optional(),
    message: z.string().optional(),
    count,
  }),
  /** Never answered. */
  z.strictObject({ kind: z.literal('stall'), count }),
  /** The connection breaks, in a stream after so many of its events. */
  z.strictObject({ kind: z.literal('drop'), afterChunks, count }),
  /** A stream ends in order before the answer does. */
  z.strictObject({ kind: z.literal('cut'), afterChunks, count }),
  /** A stream stays open and says nothing any more. */
  z.strictObject({ kind: z.literal('silence'), afterChunks, count }),
  /** An error comes in the middle of a stream. */
  z.strictObject({ kind: z.literal('error-event'), afterChunks, count }),
  /** What comes is no JSON. */
  z.strictObject({ kind: z.literal('garbage'), afterChunks, count }),
  /** The answer is endless. */
  z.strictObject({ kind: z.literal('flood'), count }),
  /** The model writes words where JSON was asked for. */
  z.strictObject({ kind: z.literal('off-schema'), count }),
  /** The vendor does not let the model answer. */
  z.strictObject({ kind: z.literal('content-filter'), count }),
]);
export type ModelFault = z.infer<typeof ModelFault>;
