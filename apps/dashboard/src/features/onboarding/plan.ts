import type { Outputs } from '#/api/trpc.ts';

export type Progress = Outputs['onboarding']['get'];
type StepId = 'business' | 'client' | 'agent' | 'talk' | 'numbers';

export interface PlannedStep {
  id: StepId;
  title: string;
  /** The api's steps that are over with it, in their order. */
  covers: readonly number[];
  /** The one of them that is told what was done. */
  told: number;
  /** Whether it may be left for later. */
  optional: boolean;
}

/**
 * The api counts seven steps: 1 business, 2 CRM, 3 phone number, 4 calendar, 5 agent, 6 test call, 7 completion. Here an
 * agent comes before the number that it answers: it can be talked to at once, and a number needs a Twilio account. So 3 is
 * passed with the steps before it, and told again with the last.
 */
const BUSINESS: PlannedStep = { id: 'business', title: 'Your business', covers: [1, 2], told: 1, optional: false };
const NUMBERS: PlannedStep = { id: 'numbers', title: 'Phone number', covers: [7], told: 7, optional: true };

const FOR_BUSINESS: readonly PlannedStep[] = [
  BUSINESS,
  { id: 'agent', title: 'Your agent', covers: [3, 4, 5], told: 5, optional: false },
  { id: 'talk', title: 'Try it', covers: [6], told: 6, optional: true },
  NUMBERS,
];
const FOR_AGENCY: readonly PlannedStep[] = [
  { ...BUSINESS, title: 'Your agency' },
  { id: 'client', title: 'First client', covers: [3, 4, 5, 6], told: 5, optional: true },
  NUMBERS,
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
