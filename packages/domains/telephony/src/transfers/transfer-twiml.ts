import { readPhoneNumber } from '@leadlock/core/phone';
import { escaped, response } from '../twilio-webhooks/twiml.ts';

/** How long a phone rings before its owner counts as not there, in seconds. */
export const RING_SECONDS = 25;

/** A number with an extension dials that half a second after it was answered, and again a second later. */
export function dialable(target: string): { number: string; sendDigits?: string } {
  const { number = target, extension = null } = readPhoneNumber(target) ?? {};
  return extension === null ? { number } : { number, sendDigits: `wwww${extension}` };
}

export interface BlindDial {
  /** The number that is shown to whoever is called; null: the carrier's choice. */
  callerId: string | null;
  target: string;
  /** Asked what they hear before they have the caller; null: nothing. */
  whisperUrl: string | null;
  statusUrl: string;
  /** Asked what to do with the caller when the dialed call is over, or never came about. */
  afterUrl: string;
}

/** Connects the caller with somebody else. */
export function dialTarget({ callerId, target, whisperUrl, statusUrl, afterUrl }: BlindDial): string {
  const { number, sendDigits } = dialable(target);
  const shown = callerId === null ? '' : ` callerId="${escaped(callerId)}"`;
  const whisper = whisperUrl === null ? '' : ` url="${escaped(whisperUrl)}" method="POST"`;
  const digits = sendDigits === undefined ? '' : ` sendDigits="${sendDigits}"`;
  return response(
    `<Dial${shown} answerOnBridge="true" timeout="${RING_SECONDS}" action="${escaped(afterUrl)}" method="POST">` +
      `<Number${whisper}${digits} statusCallback="${escaped(statusUrl)}" statusCallbackEvent="answered completed">` +
      `${escaped(number)}</Number></Dial>`,
  );
}

/** Two people meet in a room that is theirs; when one leaves, it is over. */
export const joinRoom = (room: string): string =>
  response(
    '<Dial><Conference beep="false" waitUrl="" startConferenceOnEnter="true" endConferenceOnExit="true" ' +
      `maxParticipants="2">${escaped(room)}</Conference></Dial>`,
  );

/** Asks for a yes or no, by word or key. The answer goes to `answerUrl`, and so does that there was none. */
export const askWhetherTheyTakeIt = (text: string, answerUrl: string): string =>
  response(
    `<Gather input="dtmf speech" numDigits="1" timeout="5" speechTimeout="auto" hints="yes, no, I will take it, decline" ` +
      `actionOnEmptyResult="true" action="${escaped(answerUrl)}" method="POST"><Say>${escaped(text)}</Say></Gather>`,
  );

/** What somebody hears before they have the caller. */
export const whisper = (text: string): string => response(`<Say>${escaped(text)}</Say>`);
