import type { Outputs } from '#/api/trpc.ts';

export type Progress = Outputs['onboarding']['get'];
type StepId = 'business' | 'numbers' | 'client' | 'agent' | 'talk' | 'done';

export interface PlannedStep {
  id: StepId;
  title: string;
  /** The api's steps that are over with it, in their order. */
  covers: readonly number[];
  /** Whether it may be left for later. */
  optional: boolean;
}

/**
 * The api counts seven steps: 1 business, 2 CRM, 3 phone number, 4 calendar, 5 agent, 6 test call, 7 completion. CRM and
 * calendar are passed with the step before them.
 */
const BUSINESS: PlannedStep = { id: 'business', title: 'Your business', covers: [1, 2], optional: false };
const NUMBERS: PlannedStep = { id: 'numbers', title: 'Phone number', covers: [3, 4], optional: true };
const DONE: PlannedStep = { id: 'done', title: 'Ready', covers: [7], optional: false };

const FOR_BUSINESS: readonly PlannedStep[] = [
  BUSINESS,
  NUMBERS,
  { id: 'agent', title: 'Your agent', covers: [5], optional: false },
  { id: 'talk', title: 'Try it', covers: [6], optional: true },
  DONE,
];
const FOR_AGENCY: readonly PlannedStep[] = [
  BUSINESS,
  NUMBERS,
  { id: 'client', title: 'First client', covers: [5, 6], optional: true },
  DONE,
];

export const planFor = (isAgency: boolean): readonly PlannedStep[] => (isAgency ? FOR_AGENCY : FOR_BUSINESS);

/** Whether everything that a step covers is done or was skipped. */
export const isOver = ({ covers }: PlannedStep, { completed_steps }: Progress): boolean =>
  covers.every((step) => completed_steps.includes(step));

/** The step to show: where the person left off, unless they went back to one before it. */
export function currentStep(plan: readonly PlannedStep[], progress: Progress): number {
  const open = plan.findIndex((step) => !isOver(step, progress));
  const last = open === -1 ? plan.length - 1 : open;
  const shown = plan.findIndex(({ covers }) => covers.includes(progress.current_step));
  return shown === -1 ? last : Math.min(shown, last);
}
