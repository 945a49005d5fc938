export { connectTwilio } from './connect-twilio.ts';
export {
  requireTwilioCredentials,
  twilioCredentialsByAccountSid,
  twilioCredentialsFor,
  type TwilioCredentials,
} from './twilio-credentials.ts';
export { integrationsRouter } from './router.ts';
