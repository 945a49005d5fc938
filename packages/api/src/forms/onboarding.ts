export { StepUpdateRequest } from '@leadlock/identity/onboarding/schemas';
