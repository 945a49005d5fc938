import { ended, finish, type Draft } from './draft.ts';

/** Keys that the agent pressed led back to what the phone system had said before. */
export function onMenuRepeated(draft: Draft, times: number): void {
  const { state, policy, effects } = draft;
  if (times >= policy.mostMenuLoops) {
    effects.push({ type: 'interrupt' });
    state.yielded = null;
    return finish(draft, ended('menu_loop'));
  }
  const text =
    `The keys you pressed led back to a menu that you have heard before (${times} of ${policy.mostMenuLoops} times, then the ` +
    'call ends). Choose another way: another key, 0 for a person, or say what you need.';
  effects.push({ type: 'add_text', role: 'system', text });
}
