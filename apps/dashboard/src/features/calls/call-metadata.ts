import type { CallTransfer } from '@leadlock/telephony/calls/schemas';

/** One use of a tool, as the API's `FunctionCallLog`. */
export interface FunctionCall {
  function: string;
  arguments: unknown;
  result: unknown;
  success: boolean;
  timestamp: string;
}

export interface CostLine {
  item: string;
  paid_by: 'platform' | 'tenant';
  quantity: number;
  unit: string;
  /** Millionths of a dollar; null where the price is not known. */
  micro_dollars: number | null;
}

/** How one turn was answered, in ms since the caller's last word. */
export interface TurnTiming {
  detected_ms: number;
  first_byte_ms: number;
  first_audio_ms: number;
}

/** Who held a call, from when to when of it. */
export interface VoicePart {
  provider: string;
  from_ms: number;
  until_ms: number;
  was_ready: boolean;
  /** Why it was given up. */
  lost?: string;
}

/** What the API says of a call besides its row. */
export interface CallMetadata {
  end_reason: string | null;
  end_detail: string | null;
  function_calls: FunctionCall[];
  turn_latencies_ms: number[];
  /** Empty for calls of before. */
  turn_timings: TurnTiming[];
  voices: VoicePart[];
  first_audio_ms: number | null;
  cost_lines: CostLine[];
  /** Where the carrier counts a length that is not about what was billed. */
  billing_difference: { billed_seconds: number; carrier_seconds: number } | null;
  /** The lengths that the carrier has reported, where it has said more than one. */
  carrier_reports: number[];
  /** To whom the agent passed the call on, or wanted to. */
  transfers: CallTransfer[];
}

/** One turn of a transcript. */
interface SpokenTurn {
  role: 'assistant' | 'user';
  content: string;
  started_at: string;
  ended_at: string;
  interrupted?: boolean;
}

const NOTHING_YET: CallMetadata = {
  end_reason: null,
  end_detail: null,
  function_calls: [],
  turn_latencies_ms: [],
  turn_timings: [],
  voices: [],
  first_audio_ms: null,
  cost_lines: [],
  billing_difference: null,
  carrier_reports: [],
  transfers: [],
};

// The contract leaves both shapes open, so they are named here. Only our own code writes them: saveTranscript while a call
// runs, completeCall at its end. A schema library to doubt them with would be the heaviest part of the page after its chart.

/** What is known of a call besides its row. Calls that run have none of it yet. */
export const readMetadata = (metadata: Record<string, unknown> | null | undefined): CallMetadata => ({
  ...NOTHING_YET,
  ...(metadata as Partial<CallMetadata> | null | undefined),
});

/** The turns of a transcript; one that was kept as plain text has none. */
export const readTurns = (transcript: string | unknown[] | null | undefined): SpokenTurn[] =>
  Array.isArray(transcript) ? (transcript as SpokenTurn[]) : [];
