import { ask, type Draft } from './draft.ts';

/** How long the voice, which hears silence, may take to see the end of the turn. */
const PATIENCE_MS = 4000;

const NOTE =
  'The caller has been speaking for very long without a pause. Take the turn politely: say in a few words what you have ' +
  'understood, and ask the one question that helps most.';

/**
 * The caller speaks without end: from now on the voice hears silence, so that it takes the turn, and nothing of what is said
 * until it has finished.
 */
export function takeTurn(draft: Draft): void {
  const { state, at, effects } = draft;
  if (state.takingTurn) {
    state.deadlines.longTurn = Infinity;
    state.callerSpeaking = false;
    return ask(draft);
  }
  state.takingTurn = true;
  state.deadlines.longTurn = at + PATIENCE_MS;
  effects.push({ type: 'add_text', role: 'system', text: NOTE });
}

/** When a turn of the caller that lasts is too long. */
export function longTurnDeadline({ state, at, policy }: Draft): number {
  const { callerSpeaking, takingTurn, onHold, opening } = state;
  if (!callerSpeaking || onHold || opening?.owed) return Infinity;
  return takingTurn ? state.deadlines.longTurn : Math.min(state.deadlines.longTurn, at + policy.longestTurnMs);
}
