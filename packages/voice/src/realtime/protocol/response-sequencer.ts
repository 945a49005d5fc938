/** What the agent shall say next: a given text, or what the model finds. */
export type SpeechRequest = { kind: 'answer' } | { kind: 'verbatim'; text: string };

/** A cancelled response that is not reported as done within this time is taken for gone. */
const CANCEL_PATIENCE_MS = 2000;
/** A request that is not answered by a new response within this time is taken for lost. */
const REQUEST_PATIENCE_MS = 5000;
/** Stands for a running response whose id we were not told. */
const UNKNOWN_RESPONSE = '';
const MAX_DISCARDED = 32;

interface Sent {
  eventId: string;
  request: SpeechRequest;
  at: number;
  /** Interrupted before the provider began with it. */
  interrupted: boolean;
}

/**
 * Keeps one response in flight. A provider refuses a second one, so requests wait for the end of the running response,
 * and several plain requests that wait become one. Also knows which responses were interrupted and may not be heard.
 */
export class ResponseSequencer {
  readonly #send: (request: SpeechRequest, eventId: string) => void;
  readonly #now: () => number;
  #active: string | null = null;
  #sent: Sent | null = null;
  #waiting: SpeechRequest[] = [];
  #cancelledAt: number | null = null;
  #automaticExpected = false;
  #counter = 0;
  readonly #discarded = new Set<string>();

  constructor(send: (request: SpeechRequest, eventId: string) => void, now: () => number) {
    this.#send = send;
    this.#now = now;
  }

  get activeResponse(): string | null {
    return this.#active;
  }

  isDiscarded(responseId: string): boolean {
    return this.#discarded.has(responseId);
  }

  request(request: SpeechRequest): void {
    const cancelIsLost = this.#cancelledAt !== null && this.#now() - this.#cancelledAt > CANCEL_PATIENCE_MS;
    if (cancelIsLost) this.#active = this.#cancelledAt = null;
    if (request.kind === 'answer' && this.#waiting.some((other) => other.kind === 'answer')) return;
    this.#waiting.push(request);
    this.#sendNext();
  }

  /** A tool's result was handed over. While the caller's own turn is open the provider answers by itself. */
  requestAfterTools(): void {
    if (!this.#automaticExpected) this.request({ kind: 'answer' });
  }

  /** The caller speaks: the provider will answer that turn unasked, and what waits would talk over it. */
  callerSpeaks(): void {
    this.#automaticExpected = true;
    this.#waiting = [];
  }

  /** Whether the new response may be heard; otherwise it was interrupted before it existed and has to be cancelled. */
  created(responseId: string): boolean {
    const interrupted = this.#sent?.interrupted ?? false;
    this.#active = responseId;
    this.#sent = null;
    this.#automaticExpected = false;
    this.#cancelledAt = null;
    if (interrupted) this.#discard(responseId);
    return !interrupted;
  }

  done(responseId: string): void {
    if (this.#active !== null && this.#active !== UNKNOWN_RESPONSE && this.#active !== responseId) return;
    this.#active = null;
    this.#cancelledAt = null;
    this.#sendNext();
  }

  /** The provider refused our request because a response was already running: it is asked again after that one. */
  refusedAsBusy(): void {
    const refused = this.#sent;
    this.#sent = null;
    if (refused && !refused.interrupted) this.#waiting.unshift(refused.request);
    this.#active ??= UNKNOWN_RESPONSE;
  }

  /** The provider refused a request for good. True when it was one of ours. */
  refused(eventId: string): boolean {
    if (this.#sent?.eventId !== eventId) return false;
    this.#sent = null;
    this.#sendNext();
    return true;
  }

  /** Nothing of the running response, or of one that was just asked for, is heard from here on. The id to cancel, if any. */
  interrupt(): string | null {
    this.#waiting = [];
    if (this.#sent && this.#now() - this.#sent.at > REQUEST_PATIENCE_MS) this.#sent = null;
    if (this.#sent) this.#sent.interrupted = true;
    if (!this.#active || this.#discarded.has(this.#active)) return null;
    this.#discard(this.#active);
    return this.#active;
  }

  #sendNext(): void {
    if (this.#active !== null || this.#sent) return;
    const request = this.#waiting.shift();
    if (!request) return;
    const eventId = `say_${++this.#counter}`;
    this.#sent = { eventId, request, at: this.#now(), interrupted: false };
    this.#send(request, eventId);
  }

  #discard(responseId: string): void {
    this.#cancelledAt = this.#now();
    this.#discarded.add(responseId);
    if (this.#discarded.size > MAX_DISCARDED) {
      const [oldest] = this.#discarded;
      if (oldest !== undefined) this.#discarded.delete(oldest);
    }
  }
}
