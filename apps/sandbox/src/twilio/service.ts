import type { Logger } from '@leadlock/observability/logger';
import type { SpeechEngine } from '@leadlock/voice/local';
import type { Ticker } from '../audio/ticker.ts';
import type { CallParty } from '../caller/call-party.ts';
import type { CallLeg } from './call/call-leg.ts';
import type { Conferences } from './call/conferences.ts';
import type { TwilioStore } from './store.ts';

/** How a phone outside of the carrier behaves when it is called. */
export interface PhoneBehavior {
  answer: 'answers' | 'busy' | 'no-answer' | 'unreachable';
  /** How long it rings before it is answered, in ms. */
  ringMs: number;
  createParty(): CallParty;
}

/** What the parts of the carrier share. */
export interface TwilioService {
  store: TwilioStore;
  ticker: Ticker;
  log: Logger;
  /** Starts the speech engine at the first use. */
  speech: () => Promise<SpeechEngine>;
  /** Where this carrier's REST API stands, without a slash at the end: `http://localhost:8002/twilio`. */
  baseUrl: () => string;
  conferences: Conferences;
  phoneBehavior(phoneNumber: string): PhoneBehavior;
  /** Calls with an open line, or ringing, by sid. */
  liveCalls: Map<string, CallLeg>;
  /** The last calls, ended ones included, by sid: what was said and heard can be looked up afterwards. */
  calls: Map<string, CallLeg>;
  /** Something may wait for this: messages on their way, webhooks after the end of a call. */
  background(work: Promise<unknown>): void;
}
