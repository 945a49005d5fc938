import type { Turn } from './model-request.ts';

/** A tool's result without its call, or calls that are left without a result. */
export type TurnProblem =
  | { kind: 'stray-result'; index: number; callId: string }
  | { kind: 'unanswered'; index: number; ids: string[] };

/** Whether every call has its result right behind it, and every result its call. */
export function checkTurns(turns: readonly Turn[]): TurnProblem | null {
  let open: string[] = [];
  let openedAt = 0;
  for (const [index, turn] of turns.entries()) {
    if (turn.kind === 'result') {
      if (!open.includes(turn.callId)) return { kind: 'stray-result', index, callId: turn.callId };
      open = open.filter((id) => id !== turn.callId);
      continue;
    }
    if (open.length > 0) return { kind: 'unanswered', index: openedAt, ids: open };
    open = turn.kind === 'said' ? turn.calls.map(({ id }) => id) : [];
    openedAt = index;
  }
  return open.length > 0 ? { kind: 'unanswered', index: openedAt, ids: open } : null;
}
