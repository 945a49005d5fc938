import type { CallLeg } from '../call/call-leg.ts';
import type { TwilioService } from '../service.ts';
import type { TwimlAddress } from './fetch-twiml.ts';
import { TwimlError } from './twiml-error.ts';

/** Where instructions come from: an address to ask, or the document itself. */
export type TwimlSource = { address: TwimlAddress } | { twiml: string };

export interface VerbContext {
  service: TwilioService;
  call: CallLeg;
  /** Ends when the call does, or when other instructions take over. */
  signal: AbortSignal;
  baseUrl: string;
  alert: (code: number, message: string) => void;
  /** Resolves when everything queued for the person was played, or the instructions have ended. */
  played: () => Promise<void>;
  /** Follows a document on another leg until it ends or the signal does, and keeps that leg open. */
  runOn: (leg: CallLeg, source: TwimlSource, signal: AbortSignal) => Promise<void>;
}

/** Errors: TwimlError 11100 for something that is no address. */
export function absoluteUrl(url: string, baseUrl: string): string {
  const absolute = URL.parse(url, baseUrl || undefined);
  if (!absolute) throw new TwimlError(11_100, `Invalid URL format: ${url}`);
  return absolute.href;
}
