export { getSetupStatus } from './get-setup-status.ts';
