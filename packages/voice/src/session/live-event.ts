import type { EndReason } from './call-ending.ts';

/** What a spectator of a running call is told, in the order in which it happens. */
export type LiveEvent =
  /**
   * All words of an item so far. `final`: said or heard to its end, or cut to what was heard, which may be nothing.
   * Words of a final item that arrive late are told once more.
   */
  | { type: 'transcript'; role: 'user' | 'agent'; itemId: string; text: string; final: boolean }
  /** `arguments` is JSON, as the model wrote it. */
  | { type: 'tool_call'; id: string; name: string; arguments: string }
  /** A tool that took too long has two results: that it did, and its own. */
  | { type: 'tool_result'; id: string; output: string; failed: boolean }
  | { type: 'ended'; reason: EndReason };
