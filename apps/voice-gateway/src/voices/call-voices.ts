import type { VoiceMetrics } from '@leadlock/observability/voice-metrics';
import type { CallVoice } from '@leadlock/telephony/calls';
import type { RealtimeProvider } from '@leadlock/voice/contracts';
import type { SpareVoices, Voice, VoiceLoss } from '@leadlock/voice/session';
import type { Circuits } from './circuits.ts';

/** The gateway itself ends a session that its provider would end soon: a new one of the same goes on. */
const SESSION_LIMIT = 'session_limit';
/** How a provider says the same. It is believed of a session that has worked. */
const SESSION_EXPIRED = 'session_expired';
/** A voice that a call has lost may take it again after so long. */
const AGAIN_AFTER_MS = 30_000;
/** A call that is lost so often is not to be held by anybody. */
const MAX_CHANGES = 30;

export interface CallVoicesOptions {
  /** The agent's choice first. */
  candidates: readonly [CallVoice, ...CallVoice[]];
  providerFor: (voice: CallVoice) => RealtimeProvider;
  circuits: Circuits;
  metrics: Pick<VoiceMetrics, 'failover'>;
  now?: () => number;
}

/** The voices that may hold one call, in their order, without those that do not work at the moment. */
export class CallVoices implements SpareVoices {
  readonly #options: CallVoicesOptions;
  readonly #now: () => number;
  readonly #lostAt = new Map<CallVoice, number>();
  readonly #voices = new Map<CallVoice, Voice>();
  #current: CallVoice;
  /** The present one has answered with sound. */
  #hasWorked = false;
  #changes = 0;

  constructor(options: CallVoicesOptions) {
    const { candidates, circuits } = options;
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    // Where none works, the agent's own is as good as any.
    this.#current = candidates.find((voice) => circuits.mayTry(keyOf(voice))) ?? candidates[0];
  }

  /** The one that begins. */
  first(): Voice {
    return this.#take(this.#current);
  }

  /** The same for whoever opens it before the call is there: only the call is a try of what has failed. */
  ahead(): Voice {
    return this.#voiceOf(this.#current);
  }

  get hasNext(): boolean {
    return this.#pick({ reason: 'lost', retryable: true }) !== null;
  }

  next(loss: VoiceLoss): Voice | null {
    const { metrics } = this.#options;
    const lost = this.#current;
    if (!this.#isSessionOver(loss.reason)) this.#failed(lost, loss);
    const next = this.#pick(loss);
    this.#lostAt.set(lost, this.#now());
    metrics.failover(lost.providerName, next?.providerName ?? 'none', causeOf(loss.reason));
    if (!next) return null;
    this.#changes++;
    this.#current = next;
    return this.#take(next);
  }

  instead({ voice, ...refusal }: VoiceLoss): Voice | null {
    const { candidates, circuits } = this.#options;
    const refused = this.#candidateOf(voice);
    this.#failed(refused, refusal);
    this.#lostAt.set(refused, this.#now());
    const other = candidates.find(
      (candidate) => candidate !== this.#current && this.#isFresh(candidate) && circuits.mayTry(keyOf(candidate)),
    );
    if (!other) return null;
    circuits.taken(keyOf(other));
    return this.#voiceOf(other);
  }

  tookOver(voice: Voice): void {
    const from = this.#current;
    this.#current = this.#candidateOf(voice);
    this.#hasWorked = false;
    this.#options.metrics.failover(from.providerName, this.#current.providerName, 'refused');
  }

  works(): void {
    this.#hasWorked = true;
    this.#options.circuits.worked(keyOf(this.#current));
  }

  /** Other calls take heed of it, unless it is about what this one asks for: they ask for something else. */
  #failed(voice: CallVoice, { reason, cause, retryAfterMs }: Omit<VoiceLoss, 'voice'>): void {
    const { circuits } = this.#options;
    if (cause === 'settings') circuits.undecided(keyOf(voice));
    else circuits.failed(keyOf(voice), { reason, isFinal: cause === 'account', retryAfterMs });
  }

  #pick({ reason, retryable }: Pick<VoiceLoss, 'reason' | 'retryable'>): CallVoice | null {
    const { candidates, circuits } = this.#options;
    if (this.#changes >= MAX_CHANGES) return null;
    if (this.#isSessionOver(reason)) return this.#current;
    const others = candidates.filter((voice) => voice !== this.#current && this.#isFresh(voice));
    const working = others.find((voice) => circuits.mayTry(keyOf(voice)));
    if (working) return working;
    // Better one that may fail than the end of the call: another one first, then the same once more.
    return others[0] ?? (retryable && this.#isFresh(this.#current) ? this.#current : null);
  }

  #isSessionOver(reason: string): boolean {
    return reason === SESSION_LIMIT || (reason === SESSION_EXPIRED && this.#hasWorked);
  }

  /** It has not been lost by this call, or not lately. */
  #isFresh(voice: CallVoice): boolean {
    const lostAt = this.#lostAt.get(voice);
    return lostAt === undefined || this.#now() - lostAt >= AGAIN_AFTER_MS;
  }

  #candidateOf({ provider, model }: Voice): CallVoice {
    const { candidates } = this.#options;
    const isIt = (voice: CallVoice): boolean => voice.providerName === provider.name && voice.model === model;
    return candidates.find(isIt) ?? this.#current;
  }

  #take(voice: CallVoice): Voice {
    this.#options.circuits.taken(keyOf(voice));
    this.#hasWorked = false;
    return this.#voiceOf(voice);
  }

  #voiceOf(voice: CallVoice): Voice {
    const known = this.#voices.get(voice);
    if (known) return known;
    const made = { provider: this.#options.providerFor(voice), config: voice.session, model: voice.model };
    this.#voices.set(voice, made);
    return made;
  }
}

const keyOf = ({ providerName: provider, model }: CallVoice) => ({ provider, model });

const CAUSES = ['silent', 'inaudible', 'not_ready', 'malformed', 'refused', 'session'] as const;

/** Few kinds, for metrics. */
const causeOf = (reason: string): string => CAUSES.find((cause) => reason.startsWith(cause)) ?? 'lost';
