import type { RecordedAudio } from '../audio/call-recorder.ts';
import type {
  Alert,
  CallRecord,
  MessageRecord,
  PhoneNumber,
  RecordingRecord,
  TwilioAccount,
  TwimlApplication,
} from './model.ts';

/** All that the carrier knows, in the order it came to know it. */
export class TwilioStore {
  readonly accounts = new Map<string, TwilioAccount>();
  readonly applications = new Map<string, TwimlApplication>();
  readonly numbers = new Map<string, PhoneNumber>();
  readonly calls = new Map<string, CallRecord>();
  readonly recordings = new Map<string, RecordingRecord>();
  readonly recordedAudio = new Map<string, RecordedAudio>();
  readonly messages = new Map<string, MessageRecord>();
  readonly alerts: Alert[] = [];
  readonly #optOuts = new Set<string>();

  /** The number that people dial, if some account owns it. */
  numberByPhone(phoneNumber: string): PhoneNumber | undefined {
    return [...this.numbers.values()].find((number) => number.phoneNumber === phoneNumber);
  }

  ownedNumber(accountSid: string, phoneNumber: string): PhoneNumber | undefined {
    const number = this.numberByPhone(phoneNumber);
    return number?.accountSid === accountSid ? number : undefined;
  }

  /** Whether `recipient` told `sender` to stop. Each pair counts for itself, as with long codes. */
  hasOptedOut(sender: string, recipient: string): boolean {
    return this.#optOuts.has(`${sender} ${recipient}`);
  }

  optOut(sender: string, recipient: string): void {
    this.#optOuts.add(`${sender} ${recipient}`);
  }

  optIn(sender: string, recipient: string): void {
    this.#optOuts.delete(`${sender} ${recipient}`);
  }

  /** Who told whom to stop, as it is stored. */
  get optOuts(): string[] {
    return [...this.#optOuts];
  }

  restoreOptOut(pair: string): void {
    this.#optOuts.add(pair);
  }

  alert(accountSid: string, resourceSid: string, code: number, message: string): void {
    this.alerts.push({ at: new Date().toISOString(), accountSid, resourceSid, code, message });
  }

  clear(): void {
    const { accounts, applications, numbers, calls, recordings, recordedAudio, messages } = this;
    for (const part of [accounts, applications, numbers, calls, recordings, recordedAudio, messages]) part.clear();
    this.alerts.length = 0;
    this.#optOuts.clear();
  }
}
