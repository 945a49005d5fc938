/** What the agent shall say next: a given text, what the model finds, or that something takes a moment. */
export type SpeechRequest = { kind: 'answer' } | { kind: 'verbatim'; text: string } | { kind: 'moment' };

/** A cancelled response that is not reported as done within this time is taken for gone. */
const CANCEL_PATIENCE_MS = 2000;
/** A request that is not answered by a new response within this time is taken for lost. */
const REQUEST_PATIENCE_MS = 2000;
/** A result that was sent so long before an answer began is known to it, even if nobody has confirmed it. */
const RESULT_TRAVEL_MS = 1000;
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
  /** The caller speaks, or has spoken, and the provider's own answer to that has not begun. */
  #automaticExpected = false;
  #callerSpeaks = false;
  /** When results of tools were sent that the provider has not confirmed: what it begins to say may lack them. */
  readonly #unconfirmed = new Map<string, number>();
  /** The provider's own answer is to tell what came of a tool. */
  #tellsResults = false;
  #held = false;
  /** The caller's turn has ended, and the provider's own answer to it has not begun. */
  #automaticOwed = false;
  /** A response that is taken for one of the provider's own, though a request of ours waits for its answer. */
  #presumed: string | null = null;
  /** The request that the running response is taken to answer. */
  #answering: Sent | null = null;
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

  /** While held, responses that nobody asked for are not heard. */
  hold(held: boolean): void {
    this.#held = held;
    if (held) this.#automaticExpected = false;
  }

  /** Whoever asks for an answer takes the caller's turn for over, and counts on no answer of the provider's own. */
  request(request: SpeechRequest): void {
    if (request.kind === 'answer') this.#callerSpeaks = this.#automaticExpected = false;
    this.#enqueue(request);
  }

  #enqueue(request: SpeechRequest): void {
    const cancelIsLost = this.#cancelledAt !== null && this.#now() - this.#cancelledAt > CANCEL_PATIENCE_MS;
    if (cancelIsLost) this.#active = this.#cancelledAt = null;
    if (request.kind === 'answer' && this.#waiting.some((other) => other.kind === 'answer')) return;
    this.#waiting.push(request);
    this.#sendNext();
  }

  /** A tool's result was sent. */
  sentResult(callId: string): void {
    this.#unconfirmed.set(callId, this.#now());
  }

  /** The provider has it: what it begins to say from now on it says in knowledge of it. */
  confirmedResult(callId: string): void {
    this.#unconfirmed.delete(callId);
  }

  /** The results of tools are to be told. While the caller's own turn is open the provider answers by itself. */
  requestAfterTools(): void {
    if (this.#automaticExpected) this.#tellsResults = true;
    else this.#enqueue({ kind: 'answer' });
  }

  /** The caller speaks: the provider will answer that turn unasked, and other answers that wait would talk over it. */
  callerSpeaks(): void {
    this.#callerSpeaks = true;
    if (this.#held) return;
    this.#automaticExpected = true;
    this.#leaveToAutomatic();
    this.#waiting = this.#waiting.filter(({ kind }) => kind === 'verbatim');
  }

  /** An answer that waits may have been to tell results: the provider's own answer to the caller is to tell them. */
  #leaveToAutomatic(): void {
    this.#tellsResults ||= this.#waiting.some(({ kind }) => kind === 'answer');
  }

  /** The caller's turn has ended: the next response is the provider's own, unless it was asked for one just before. */
  callerPauses(): void {
    this.#callerSpeaks = false;
    this.#automaticOwed = true;
  }

  /** Whether the new response may be heard; otherwise it was interrupted before it existed and has to be cancelled. */
  created(responseId: string): boolean {
    // Which of the two it is nothing in it tells. While held, one that may be the provider's own must not be heard.
    const isPresumed = this.#held && this.#automaticOwed && this.#sent !== null;
    const answered = isPresumed ? null : this.#sent;
    const unwanted = answered ? answered.interrupted : this.#held;
    this.#active = responseId;
    this.#answering = answered;
    this.#presumed = isPresumed ? responseId : null;
    if (!isPresumed) this.#sent = null;
    this.#automaticOwed = false;
    // While the caller speaks, it can only be the answer to what they said before.
    if (answered === null && !this.#callerSpeaks) this.#automaticBegins();
    this.#cancelledAt = null;
    if (unwanted) this.#discard(responseId);
    return !unwanted;
  }

  /** The provider answers the caller: without the results that have not reached it, which are told after that. */
  #automaticBegins(): void {
    this.#automaticExpected = false;
    const onTheWay = [...this.#unconfirmed.values()].some((sentAt) => this.#now() - sentAt < RESULT_TRAVEL_MS);
    if (this.#tellsResults && onTheWay) this.#waiting.push({ kind: 'answer' });
    this.#tellsResults = false;
    this.#unconfirmed.clear();
  }

  /**
   * A response is over. What waits for its end is sent by `goOn`, once everybody knows.
   * @param wasCancelled on our word
   */
  done(responseId: string, wasCancelled = false): void {
    // The provider reads our request before our word to cancel, and has not refused it: this was the answer to it.
    if (wasCancelled && this.#presumed === responseId && this.#sent) {
      if (!this.#sent.interrupted) this.#waiting.unshift(this.#sent.request);
      this.#sent = null;
    }
    if (this.#active !== null && this.#active !== UNKNOWN_RESPONSE && this.#active !== responseId) return;
    // It failed before it was announced.
    if (this.#active === null && !this.#discarded.has(responseId)) this.#sent = null;
    this.#active = this.#answering = this.#presumed = null;
    this.#cancelledAt = null;
  }

  goOn(): void {
    this.#sendNext();
  }

  /**
   * The provider refused our request because a response was already running: it is retried after that one. The
   * running response may have been taken for the answer to it. The id to cancel, when that one is not to be heard.
   */
  refusedAsBusy(eventId: string | null): string | null {
    const refused = [this.#sent, this.#answering].find((sent) => sent && (eventId ?? sent.eventId) === sent.eventId);
    if (refused === this.#sent) this.#sent = null;
    if (refused === this.#answering) {
      this.#answering = null;
      // What runs is no answer to us.
      if (refused && !this.#callerSpeaks) this.#automaticBegins();
    }
    if (refused && !refused.interrupted) this.#waiting.unshift(refused.request);
    this.#active ??= UNKNOWN_RESPONSE;
    if (!this.#held || this.#discarded.has(this.#active)) return null;
    if (this.#active !== UNKNOWN_RESPONSE) this.#discard(this.#active);
    return this.#active;
  }

  /** A response runs of which nothing is known but that the provider was busy with it. */
  get isBusyWithUnknown(): boolean {
    return this.#active === UNKNOWN_RESPONSE;
  }

  /** It may be over by now: its end could have been told before we were refused. */
  forgetUnknown(): void {
    if (!this.isBusyWithUnknown) return;
    this.#active = this.#cancelledAt = null;
    this.#sendNext();
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
    this.#leaveToAutomatic();
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
