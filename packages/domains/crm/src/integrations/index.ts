export { connectTwilio } from './connect-twilio.ts';
export {
  requireTwilioCredentials,
  twilioCredentialsByAccountSid,
  twilioCredentialsFor,
  type TwilioCredentials,
} from './twilio-credentials.ts';
