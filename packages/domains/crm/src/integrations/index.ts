export { connectTwilio } from './connect-twilio.ts';
export { integrationJobs } from './jobs.ts';
export {
  requireTwilioCredentials,
  twilioCredentialsByAccountSid,
  twilioCredentialsFor,
  type TwilioCredentials,
} from './twilio-credentials.ts';
