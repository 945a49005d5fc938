/** The Twilio account and number that the sandbox begins with, and the phone that calls it in the demonstration. */
export const DEMO_TWILIO = {
  accountSid: 'AC5a0db0c0ffee5a0db0c0ffee5a0db0c0',
  authToken: '5a0db0c0ffee4ea1ba5eba115a0db0c0',
  phoneNumber: '+14155550100',
  phoneNumberSid: 'PN5a0db0c0ffee5a0db0c0ffee5a0db0c0',
  callerNumber: '+12125550123',
} as const;
