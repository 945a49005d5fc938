export { completeStep } from './complete-step.ts';
export { getProgress } from './get-progress.ts';
export { navigateToStep } from './navigate-to-step.ts';
export { resetProgress } from './reset-progress.ts';
export { skipStep } from './skip-step.ts';
