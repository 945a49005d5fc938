import type { Draft } from './draft.ts';

/** The caller waits for somebody else: what the agent would say meanwhile is not for them. */
export function startHold({ state, effects }: Draft): void {
  if (state.onHold) return;
  state.onHold = true;
  if (!state.answersHeld) effects.push({ type: 'hold_answers', held: true });
  state.answersHeld = true;
  effects.push({ type: 'hold', on: true });
}

/** The caller is back with the agent. */
export function endHold(draft: Draft): void {
  const { state, effects } = draft;
  if (!state.onHold) return;
  endMusic(draft);
  state.answersHeld = false;
  effects.push({ type: 'hold_answers', held: false });
}

/** Nothing may be heard behind the music: it ends before anything else is said. */
export function endMusic({ state, effects }: Draft): void {
  if (!state.onHold) return;
  state.onHold = false;
  effects.push({ type: 'hold', on: false });
}
