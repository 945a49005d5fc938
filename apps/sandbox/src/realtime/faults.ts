import { z } from 'zod';

/** Something that goes wrong with a coming connection, for tests. */
export const Fault = z.discriminatedUnion('kind', [
  /** Refused before it is a WebSocket. */
  z.strictObject({
    kind: z.literal('refuse'),
    status: z.literal([401, 403, 404, 429, 500, 503]),
    retryAfterSeconds: z.number().min(0).optional(),
    message: z.string().optional(),
  }),
  /** The handshake is never answered. */
  z.strictObject({ kind: z.literal('stall') }),
  /** Closed with a code and a reason. */
  z.strictObject({
    kind: z.literal('close'),
    afterMs: z.number().int().min(0),
    code: z.number().int().min(1000).max(4999),
    reason: z.string().max(120).default(''),
  }),
  /** Broken without a word. */
  z.strictObject({ kind: z.literal('drop'), afterMs: z.number().int().min(0) }),
  /** Stays open and says nothing any more. */
  z.strictObject({ kind: z.literal('silence'), afterMs: z.number().int().min(0).default(0) }),
  /** Messages that mean nothing come in between, so many times over. */
  z.strictObject({
    kind: z.literal('garbage'),
    afterMs: z.number().int().min(0).default(0),
    times: z.number().int().min(1).max(100).default(1),
  }),
  /** It speaks on, and nothing of it can be heard. */
  z.strictObject({ kind: z.literal('no-sound'), afterMs: z.number().int().min(0).default(0) }),
]);
export type Fault = z.infer<typeof Fault>;

const count = z.number().int().min(1).default(1);

/** Something that goes wrong with the coming answers of a session, or with the turns of its caller. */
export const SessionFault = z.discriminatedUnion('kind', [
  /** Answers fail because there are too many, and the vendor says when to try again. */
  z.strictObject({ kind: z.literal('rate-limit'), retryAfterMs: z.number().int().min(0), count }),
  /** Answers fail after so much of them was spoken. */
  z.strictObject({ kind: z.literal('failed'), afterMs: z.number().int().min(0), count }),
  /** Answers are cut after so much of them was spoken. */
  z.strictObject({
    kind: z.literal('incomplete'),
    afterMs: z.number().int().min(0),
    reason: z.enum(['max_output_tokens', 'content_filter']),
    count,
  }),
  /** Answers have words and no sound. */
  z.strictObject({ kind: z.literal('words-only'), count }),
  /** Answers whose end is never announced. */
  z.strictObject({ kind: z.literal('no-done'), count }),
  /** Answers that never come. */
  z.strictObject({ kind: z.literal('no-answer'), count }),
  /** Turns of the caller whose end is not noticed. */
  z.strictObject({ kind: z.literal('no-stop'), count }),
]);
export type SessionFault = z.infer<typeof SessionFault>;

/** The faults to come for the answers and turns of one session. */
export class SessionFaults {
  #left: SessionFault[];

  constructor(faults: readonly SessionFault[]) {
    this.#left = faults.map((fault) => ({ ...fault }));
  }

  /** The fault of the answer that begins now. */
  nextAnswer(): SessionFault | null {
    return this.#take((fault) => fault.kind !== 'no-stop');
  }

  /** Whether the end of the turn that is over now goes unnoticed. */
  nextTurnHasNoEnd(): boolean {
    return this.#take((fault) => fault.kind === 'no-stop') !== null;
  }

  #take(wanted: (fault: SessionFault) => boolean): SessionFault | null {
    const fault = this.#left.find(wanted);
    if (!fault) return null;
    fault.count--;
    this.#left = this.#left.filter((other) => other.count > 0);
    return fault;
  }
}

/** What a session that talks garbage sends. */
export const garbageOf = ({ times }: Extract<Fault, { kind: 'garbage' }>): readonly (string | Buffer)[] =>
  Array.from({ length: times }, () => GARBAGE).flat();

/** As long as what is said, and silent. */
export const withoutSound = (mulaw: Uint8Array): Uint8Array => new Uint8Array(mulaw.length).fill(0xff);

const GARBAGE: readonly (string | Buffer)[] = [
  'not json',
  '{"type":"response.output_audio.delta","delta":"AAA',
  '[]',
  'null',
  '{"no":"type"}',
  Buffer.from([0xff, 0x00, 0xfe]),
];
