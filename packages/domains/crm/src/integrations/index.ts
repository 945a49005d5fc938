export { connectTwilio } from './connect-twilio.ts';
export { findWorkingCredentials } from './find-working-credentials.ts';
export { sealedTwilioCredentials } from './reseal-credentials.ts';
export { reportRefusedAccount } from './report-refused-account.ts';
export {
  requireNumbersAccount,
  twilioCredentialsByAccountSid,
  twilioCredentialsFor,
  type TwilioCredentials,
} from './twilio-credentials.ts';
