import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@leadlock/observability/logger';
import type { CallProgress, CallResult } from '@leadlock/voice/session';
import type { CallDesk, HeldCall } from '../call-desk.ts';
import { UnreadableCallError, type CallJournal } from './call-journal.ts';
import type { CallReference, KeptCall } from './kept-call.ts';

/** A database that is away for a moment is waited for; after that the call waits with others. */
const FIRST_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;
/** What fails again and again is tried less and less often, in ms. */
const LONGEST_PAUSE_MS = 5 * 60_000;
const FLUSH_PAUSE_MS = 500;
/** A disk does not recover from one heartbeat to the next. */
const UNREADABLE_PAUSE_MS = 30_000;
/** When so many fail in a row, the others would, too. */
const ROUND_ENDS_AFTER = 3;
/** What still cannot be stored then is put aside. */
const PATIENCE_MS = 7 * 86_400_000;

interface Retry {
  failures: number;
  /** On the monotonic clock. */
  dueAt: number;
}

export interface UnsavedCallsOptions {
  desk: Pick<CallDesk, 'complete' | 'addRemains'>;
  journal: CallJournal;
  log: Logger;
}

/**
 * The calls that the database does not have yet, all or part of them. Each is in the journal first, so that it outlives
 * this process, and in memory, so that it outlives the disk; it is written when the database is back.
 */
export class UnsavedCalls {
  readonly #desk: UnsavedCallsOptions['desk'];
  readonly #journal: CallJournal;
  readonly #log: Logger;
  /** Ended calls of this process. */
  readonly #ended = new Map<string, KeptCall>();
  /** Calls that are being written this moment. */
  readonly #busy = new Set<string>();
  readonly #retries = new Map<string, Retry>();
  #round: Promise<void> | null = null;

  constructor({ desk, journal, log }: UnsavedCallsOptions) {
    this.#desk = desk;
    this.#journal = journal;
    this.#log = log;
  }

  /** Those whose end the database does not know: they are still held here, and nobody else may close them. */
  get held(): HeldCall[] {
    return [...this.#ended.values()].map(({ callId, progress }) => ({ callId, seconds: progress.durationMs / 1000 }));
  }

  /** Writes the end of a call, or keeps it until that can be done. Never rejects. */
  async end(call: CallReference, result: CallResult): Promise<void> {
    const { status, endReason, detail, ...progress } = result;
    const kept = this.#kept(call, progress, { status, endReason, detail });
    this.#ended.set(call.callId, kept);
    await this.#keep(kept);
    for (let attempt = 1; ; attempt++) {
      if (await this.#settle(kept)) return;
      if (attempt === FIRST_ATTEMPTS) return;
      await delay(FIRST_PAUSE_MS * 2 ** attempt);
    }
  }

  /** Keeps what a call that runs has come to, while the database cannot be told. Never rejects. */
  async keepRunning(call: CallReference, progress: CallProgress): Promise<void> {
    if (!this.#ended.has(call.callId)) await this.#keep(this.#kept(call, progress, null));
  }

  /**
   * Tries again what waits: what ended here, and what other processes have left in the journal.
   * @param isRunning whether a call runs here, and is no remains
   */
  retry(isRunning: (callId: string) => boolean): Promise<void> {
    this.#round ??= this.#retryAll(isRunning)
      .catch((err: unknown) => this.#log.error({ err }, 'failed to process unsaved calls'))
      .finally(() => (this.#round = null));
    return this.#round;
  }

  /** Tries until nothing of this process waits, or the patience is over: the process is about to end. */
  async flush(patienceMs: number): Promise<void> {
    const giveUpAt = performance.now() + patienceMs;
    while (this.#ended.size > 0 && performance.now() < giveUpAt) {
      for (const { callId } of this.#ended.values()) this.#retries.delete(callId);
      await this.retry(() => false);
      if (this.#ended.size > 0) await delay(FLUSH_PAUSE_MS);
    }
  }

  #kept(call: CallReference, progress: CallProgress, ending: KeptCall['ending']): KeptCall {
    const { callId, tenantId, model, recordingSid } = call;
    return { callId, tenantId, model, recordingSid, keptAt: new Date().toISOString(), progress, ending };
  }

  async #keep(call: KeptCall): Promise<void> {
    try {
      await this.#journal.keep(call);
    } catch (err) {
      this.#log.error({ err, callId: call.callId }, 'failed to store an unsaved call on disk');
    }
  }

  async #retryAll(isRunning: (callId: string) => boolean): Promise<void> {
    const ids = new Set([...this.#ended.keys(), ...(await this.#listJournal())]);
    let failuresInARow = 0;
    for (const callId of ids) {
      if (isRunning(callId) || this.#busy.has(callId) || !this.#isDue(callId)) continue;
      const isDone = await this.#retryOne(callId);
      failuresInARow = isDone ? 0 : failuresInARow + 1;
      if (failuresInARow >= ROUND_ENDS_AFTER) return;
    }
  }

  /** A disk that cannot be read keeps no call that is in memory from being written. */
  async #listJournal(): Promise<string[]> {
    try {
      return await this.#journal.list();
    } catch (err) {
      this.#log.error({ err }, 'failed to list unsaved calls');
      return [];
    }
  }

  /** Null for one that is gone, and for one that cannot be read now, or ever. */
  async #read(callId: string): Promise<KeptCall | null> {
    try {
      return await this.#journal.read(callId);
    } catch (err) {
      if (err instanceof UnreadableCallError) await this.#setAside(callId, 'set aside an unreadable unsaved call', err);
      else this.#log.error({ err, callId }, 'failed to read an unsaved call; retrying later');
      this.#postpone(callId, UNREADABLE_PAUSE_MS);
      return null;
    }
  }

  async #setAside(callId: string, message: string, err?: unknown): Promise<void> {
    this.#log.error({ err, callId }, message);
    await this.#journal
      .setAside(callId)
      .catch((cause: unknown) => this.#log.error({ err: cause, callId }, 'failed to set aside an unsaved call'));
  }

  async #retryOne(callId: string): Promise<boolean> {
    const call = this.#ended.get(callId) ?? (await this.#read(callId));
    if (call === null) return true;
    return call.ending === null ? this.#addRemains(call) : this.#settle(call);
  }

  #isDue = (callId: string): boolean => (this.#retries.get(callId)?.dueAt ?? 0) <= performance.now();

  #postpone(callId: string, shortestMs = FIRST_PAUSE_MS): void {
    const failures = (this.#retries.get(callId)?.failures ?? 0) + 1;
    const pause = Math.min(Math.max(shortestMs, FIRST_PAUSE_MS * 2 ** failures), LONGEST_PAUSE_MS);
    this.#retries.set(callId, { failures, dueAt: performance.now() + pause });
  }

  async #forget(callId: string, asRead?: KeptCall): Promise<void> {
    this.#ended.delete(callId);
    this.#retries.delete(callId);
    await this.#journal
      .forget(callId, asRead)
      .catch((err: unknown) => this.#log.error({ err, callId }, 'failed to remove an unsaved call'));
  }

  /** Writes an ended call; false when it has to wait. */
  async #settle(call: KeptCall): Promise<boolean> {
    const { callId, progress, ending } = call;
    if (ending === null || this.#busy.has(callId)) return false;
    this.#busy.add(callId);
    try {
      const settlement = await this.#desk.complete(call, { ...progress, ...ending });
      if (settlement === 'settled') {
        await this.#forget(callId);
        return true;
      }
      // It is over and billed; only the journal waits for the rest.
      this.#ended.delete(callId);
      await this.#giveUpIfOld(call);
      this.#postpone(callId, LONGEST_PAUSE_MS);
      return true;
    } catch (err) {
      this.#log.error({ err, callId }, 'failed to save the end of a call; stored on disk and retried');
      this.#postpone(callId);
      return false;
    } finally {
      this.#busy.delete(callId);
    }
  }

  /** Adds what another process has left of a call; false when that has to wait. */
  async #addRemains(call: KeptCall): Promise<boolean> {
    const { callId, progress } = call;
    try {
      // Its gateway may live, and write how it ended this moment.
      if (await this.#desk.addRemains(call, progress)) await this.#forget(callId, call);
      else this.#postpone(callId);
      return true;
    } catch (err) {
      this.#log.error({ err, callId }, 'failed to save the rest of a call; stored on disk and retried');
      this.#postpone(callId);
      return false;
    }
  }

  async #giveUpIfOld({ callId, keptAt }: KeptCall): Promise<void> {
    if (Date.now() - new Date(keptAt).getTime() < PATIENCE_MS) return;
    await this.#setAside(callId, 'set aside an unsaved call whose conversation can’t be saved');
  }
}
