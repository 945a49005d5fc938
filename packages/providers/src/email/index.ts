export { createResend, type ResendOptions } from './resend.ts';
export { bareAddress } from './sender.ts';
