import type { Logger } from '@leadlock/observability/logger';
import type { VoiceMetrics } from '@leadlock/observability/voice-metrics';
import type { CallSetup, CallVoice } from '@leadlock/telephony/calls';
import type { RealtimeProvider } from '@leadlock/voice/contracts';
import { PrewarmedVoice } from '@leadlock/voice/session';
import { CallVoices } from './call-voices.ts';
import type { Circuits } from './circuits.ts';

/** A call that has not come by then has gone elsewhere, or nowhere: providers are paid by the minute. */
const PATIENCE_MS = 8000;
/** However many calls are announced. */
const MAX_COMING = 200;

export interface ComingCallsOptions {
  /** How a call will be held; null for one that is not to be connected any more. */
  prepare: (callId: string) => Promise<CallSetup | null>;
  providerFor: (voice: CallVoice) => RealtimeProvider;
  circuits: Circuits;
  metrics: Pick<VoiceMetrics, 'failover' | 'prewarmed'>;
  log: Logger;
  patienceMs?: number;
}

interface ComingCall {
  voice: PrewarmedVoice | null;
  timer: NodeJS.Timeout;
}

/** Calls that are announced while the carrier still connects them: their voices are opened, and have the first words ready. */
export class ComingCalls {
  readonly #options: ComingCallsOptions;
  readonly #calls = new Map<string, ComingCall>();

  constructor(options: ComingCallsOptions) {
    this.#options = options;
  }

  /** Opens the voice of a call that will come. Never throws: without it the call opens its own. */
  announce(callId: string): void {
    if (this.#calls.has(callId) || this.#calls.size >= MAX_COMING) return;
    const timer = setTimeout(() => this.drop(callId), this.#options.patienceMs ?? PATIENCE_MS);
    this.#calls.set(callId, { voice: null, timer });
    this.#open(callId).catch((err: unknown) => {
      this.#options.log.warn({ err, callId }, 'failed to prepare the voice of an announced call');
      this.drop(callId);
    });
  }

  async #open(callId: string): Promise<void> {
    const { prepare, providerFor, circuits, metrics } = this.#options;
    const setup = await prepare(callId);
    const coming = this.#calls.get(callId);
    if (!coming) return;
    if (!setup) return this.drop(callId);
    const voices = new CallVoices({ candidates: [setup, ...setup.fallbacks], providerFor, circuits, metrics });
    const { speaksFirst, greeting } = setup;
    coming.voice = new PrewarmedVoice(voices.ahead(), { speaksFirst, greeting });
  }

  /** The voice that was opened for a call that is there now. It is the caller's to adopt or to discard. */
  take(callId: string): PrewarmedVoice | null {
    const coming = this.#calls.get(callId);
    if (!coming) return null;
    clearTimeout(coming.timer);
    this.#calls.delete(callId);
    return coming.voice;
  }

  /** The call does not come. */
  drop(callId: string): void {
    const voice = this.take(callId);
    if (!voice) return;
    voice.discard();
    this.#options.metrics.prewarmed('unused');
  }

  close(): void {
    for (const callId of this.#calls.keys()) this.drop(callId);
  }
}
