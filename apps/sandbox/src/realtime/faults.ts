import { z } from 'zod';

/** Something that goes wrong with a coming connection, for tests. */
export const Fault = z.discriminatedUnion('kind', [
  /** Refused before it is a WebSocket. */
  z.strictObject({ kind: z.literal('refuse'), status: z.union([z.literal(401), z.literal(429), z.literal(500)]) }),
  /** Broken without a word. */
  z.strictObject({ kind: z.literal('drop'), afterMs: z.number().int().min(0) }),
  /** Stays open and says nothing any more. */
  z.strictObject({ kind: z.literal('silence'), afterMs: z.number().int().min(0).default(0) }),
  /** Messages that mean nothing come in between. */
  z.strictObject({ kind: z.literal('garbage'), afterMs: z.number().int().min(0).default(0) }),
]);
export type Fault = z.infer<typeof Fault>;

export const GARBAGE: readonly (string | Buffer)[] = [
  'not json',
  '{"type":"response.output_audio.delta","delta":"AAA',
  '[]',
  'null',
  '{"no":"type"}',
  '{"type":"something.new"}',
  Buffer.from([0xff, 0x00, 0xfe]),
];
