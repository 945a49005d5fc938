/** The first messages of a Twilio Media Stream, of a call that there is not. */
export const connectedMessage = JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' });

const streamSid = `MZ${'d0'.repeat(16)}`;

/** @param customParameters as the TwiML hands them over: the token of the stream is one of them */
export const startMessage = (customParameters: Record<string, string>): string =>
  JSON.stringify({
    event: 'start',
    sequenceNumber: '1',
    streamSid,
    start: {
      accountSid: `AC${'d0'.repeat(16)}`,
      streamSid,
      callSid: `CA${'d0'.repeat(16)}`,
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      customParameters,
    },
  });
