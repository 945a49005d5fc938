import { z } from 'zod';

const KINDS = {
  AC: 'account',
  AP: 'application',
  CA: 'call',
  MM: 'message',
  MZ: 'media stream',
  PN: 'phone number',
  RE: 'recording',
  SM: 'message',
  TK: 'trunk',
} as const;

/** The two letters that say what a Twilio id is the id of. */
export type TwilioSidKind = keyof typeof KINDS;

const PATTERNS = Object.fromEntries(
  Object.keys(KINDS).map((kind) => [kind, new RegExp(`^${kind}[0-9a-f]{32}$`)]),
) as Record<TwilioSidKind, RegExp>;

/**
 * Whether it is a Twilio id of that kind: two letters and 32 hexadecimal digits. Ids end up in the paths of requests to
 * Twilio, so whatever else calls itself one is refused wherever it comes in.
 */
export const isTwilioSid = (kind: TwilioSidKind, value: string): boolean => PATTERNS[kind].test(value);

/** A Twilio id of that kind in a request. */
export const twilioSid = (kind: TwilioSidKind) =>
  z
    .string()
    .regex(PATTERNS[kind], `Input should be a Twilio ${KINDS[kind]} SID: ${kind} and 32 lowercase hexadecimal digits`);
