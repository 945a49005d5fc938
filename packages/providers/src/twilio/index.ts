export { createTwilio, type TwilioOptions } from './twilio.ts';
