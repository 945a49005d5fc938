export { sendEmailChange } from './send-email-change.ts';
