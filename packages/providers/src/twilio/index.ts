export { createTwilio, type TwilioOptions } from './twilio.ts';
export { webhookSignature } from './webhook-signature.ts';
