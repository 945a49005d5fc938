import twilio from 'twilio';

/** What Twilio sends as `X-Twilio-Signature` with a webhook to `url` that carries `form`. */
export const webhookSignature = (authToken: string, url: string, form: Record<string, string>): string =>
  twilio.getExpectedTwilioSignature(authToken, url, form);
