import { badRequest } from '@leadlock/core/errors';

/** 1 business, 2 CRM, 3 phone number, 4 calendar, 5 agent, 6 test call, 7 completion. */
export const LAST_STEP = 7;
const OPTIONAL_STEPS: ReadonlySet<number> = new Set([2, 3, 7]);

export interface StepState {
  current_step: number;
  completed_steps: number[];
}

/** The first step that is neither done nor skipped; past it nobody has come yet. */
function frontier({ completed_steps }: StepState): number {
  for (let step = 1; step < LAST_STEP; step++) if (!completed_steps.includes(step)) return step;
  return LAST_STEP;
}

/** Steps are taken in their order; those behind may be visited again. @throws bad_request. */
export function requireReached(state: StepState, step: number): void {
  const open = frontier(state);
  if (step > open && !state.completed_steps.includes(step))
    throw badRequest(`Complete step ${open} before step ${step}`);
}

/** Only a step that is done, or the one that is shown, can be gone to. @throws bad_request. */
export function requireVisitable({ current_step, completed_steps }: StepState, step: number): void {
  if (step === current_step || completed_steps.includes(step)) return;
  throw badRequest(`Step ${step} is not complete. Continue with step ${current_step}.`);
}

/** @throws bad_request for a step that has to be done. */
export function requireOptional(step: number): void {
  if (!OPTIONAL_STEPS.has(step)) throw badRequest(`Step ${step} is required`);
}

/** The state once a step is done or skipped. */
export function pass(state: StepState, step: number): StepState {
  const completed = new Set(state.completed_steps).add(step);
  return {
    current_step: Math.min(step + 1, LAST_STEP),
    completed_steps: [...completed].toSorted((one, other) => one - other),
  };
}
