import { CallRecorder } from '../../audio/call-recorder.ts';
import { FRAME_MS, SILENT_FRAME } from '../../audio/frames.ts';
import { PlaybackQueue } from '../../audio/playback-queue.ts';
import type { CallParty } from '../../caller/call-party.ts';
import type { CallRecord, TwilioAccount } from '../model.ts';
import type { TwilioService } from '../service.ts';
import { isFinal, type FinalCallStatus } from './call-status.ts';
import type { CallLeg } from './call-leg.ts';
import { finishCallRecordings } from './recordings.ts';
import { createStatusReporter, type StatusCallback } from './status-callbacks.ts';

export interface PhoneCallOptions {
  record: CallRecord;
  account: TwilioAccount;
  party: CallParty;
  statusCallback: StatusCallback | null;
  /** The call is ended after this long, in seconds. */
  timeLimitSeconds?: number;
}

/** Twilio ends every call after four hours. */
const LONGEST_CALL_SECONDS = 4 * 3600;
const MAX_KEPT_CALLS = 200;

/** One leg: a person at a phone on one side, the carrier's instructions on the other. */
export class PhoneCall implements CallLeg {
  readonly record: CallRecord;
  readonly account: TwilioAccount;
  readonly party: CallParty;
  /** What the person is going to hear. */
  readonly playback = new PlaybackQueue();
  readonly recorders = new Map<string, CallRecorder>();
  /** The whole call, for whoever looks at it afterwards. */
  readonly tape = new CallRecorder();
  readonly ended: Promise<FinalCallStatus>;
  /** Where the person's audio goes besides. */
  stream: CallLeg['stream'] = null;
  gathering: CallLeg['gathering'] = null;
  detecting: CallLeg['detecting'] = null;
  /** The other leg while two people are connected. */
  peer: CallLeg | null = null;
  /** What the person said in this tick. */
  said: Uint8Array = SILENT_FRAME;

  readonly #service: TwilioService;
  readonly #report: ReturnType<typeof createStatusReporter>;
  readonly #longestMs: number;
  readonly #resolveEnded: (status: FinalCallStatus) => void;
  #instructions: AbortController | null = null;
  #stopTicks: (() => void) | null = null;
  #ticks = 0;

  constructor(service: TwilioService, options: PhoneCallOptions) {
    this.#service = service;
    this.record = options.record;
    this.account = options.account;
    this.party = options.party;
    this.#report = createStatusReporter(service, options.account.authToken, options.statusCallback);
    this.#longestMs = (options.timeLimitSeconds ?? LONGEST_CALL_SECONDS) * 1000;
    const { promise, resolve } = Promise.withResolvers<FinalCallStatus>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    service.store.calls.set(this.record.sid, this.record);
    service.calls.set(this.record.sid, this);
    forgetOldCalls(service);
    service.liveCalls.set(this.record.sid, this);
  }

  get isOver(): boolean {
    return isFinal(this.record.status);
  }

  /** Audio time since the call was answered, in ms. */
  get elapsedMs(): number {
    return this.#ticks * FRAME_MS;
  }

  initiated(): void {
    this.#report('initiated', this.record);
  }

  ringing(): void {
    this.#setStatus('ringing');
    this.#report('ringing', this.record);
  }

  /** Opens the line. Does nothing on one that is open or dead. */
  answer(): void {
    if (this.record.startedAt !== null || this.isOver) return;
    this.record.startedAt = new Date().toISOString();
    this.#setStatus('in-progress');
    this.#report('answered', this.record);
    this.party.answered({
      hangUp: () => this.end('completed'),
      press: (digit) => this.press(digit),
    });
    this.#stopTicks = this.#service.ticker.subscribe(() => this.#tick());
  }

  press(digit: string): void {
    this.stream?.sendDigit(digit);
    this.gathering?.press(digit);
  }

  /** Starts to follow new instructions in place of the old, which end here: their stream closes, what waits is dropped. */
  replaceInstructions(run: (signal: AbortSignal) => Promise<void>): void {
    this.#instructions?.abort();
    this.playback.clear();
    const controller = new AbortController();
    this.#instructions = controller;
    this.#service.background(
      run(controller.signal).catch((error: unknown) => {
        if (controller.signal.aborted) return;
        this.#service.log.error({ err: error, callSid: this.record.sid }, 'the instructions of a call failed');
        this.end('failed');
      }),
    );
  }

  /** Ends the call, once; later ends change nothing. */
  end(status: FinalCallStatus): void {
    if (this.isOver) return;
    this.#stopTicks?.();
    this.record.endedAt = new Date().toISOString();
    this.#setStatus(status);
    this.#instructions?.abort();
    this.playback.clear();
    this.party.ended();
    this.#service.liveCalls.delete(this.record.sid);
    const recordings = finishCallRecordings(this.#service, this);
    this.#report('completed', this.record, recordings);
    this.#resolveEnded(status);
  }

  #setStatus(status: CallRecord['status']): void {
    this.record.status = status;
    this.record.updatedAt = new Date().toISOString();
  }

  #tick(): void {
    this.#ticks++;
    this.said = this.party.nextFrame();
    const heard = this.playback.nextFrame() ?? this.peer?.said ?? SILENT_FRAME;
    this.party.hear(heard);
    this.stream?.sendFrame(this.said);
    this.gathering?.hear(this.said);
    this.detecting?.(this.said);
    this.tape.write(this.said, heard);
    for (const recorder of this.recorders.values()) recorder.write(this.said, heard);
    if (this.elapsedMs >= this.#longestMs) this.end('completed');
  }
}

/** Every call keeps its whole audio, so only the last ones are kept. */
function forgetOldCalls({ calls, liveCalls }: TwilioService): void {
  for (const sid of calls.keys()) {
    if (calls.size <= MAX_KEPT_CALLS) return;
    if (!liveCalls.has(sid)) calls.delete(sid);
  }
}
