export { createResend, type ResendOptions } from './resend.ts';
