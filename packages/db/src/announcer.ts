import { setTimeout as delay } from 'node:timers/promises';
import type { Announcement, Outlet } from './announcements.ts';
import { CHANGES_CHANNEL, MISSED } from './change.ts';
import { connectionLimits } from './limits.ts';
import { SteadyClient } from './pool/steady-client.ts';

/** What comes within this time after something was sent goes out together. */
const PAUSE_MS = 100;
/** When it is tried again after a failure. */
const RETRY_MS = 1_000;
/** How long connecting and sending may take. */
const ANSWER_MS = 10_000;
/** A few MB. */
const MOST_WAITING = 10_000;

export interface AnnouncerOptions {
  connectionString: string;
  /** Told of what could not be sent; it is made up for. */
  onError: (error: Error) => void;
  mostWaiting?: number;
}

/**
 * Sends what a process announces, on a connection of its own and in no transaction with anything else: at once where
 * nothing was sent just before, else in the next statement, of which there are ten a second at most. The same twice is
 * sent once. Changes that could not be sent, or are too many, become one message that makes all who watch look again.
 */
export class Announcer implements Outlet {
  readonly hasEnded = false;
  readonly #options: AnnouncerOptions;
  readonly #mostWaiting: number;
  readonly #closing = new AbortController();
  readonly #waiting = new Map<string, Announcement>();
  #mayHaveMissed = false;
  #hasFailed = false;
  #sending: Promise<void> | null = null;
  #client: SteadyClient | null = null;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#mostWaiting = options.mostWaiting ?? MOST_WAITING;
  }

  add(announcement: Announcement): void {
    this.#keep(announcement);
    // After `close` nothing is sent any more but what `close` still sends itself.
    if (!this.#closing.signal.aborted) this.#sending ??= this.#sendAll();
  }

  /** Sends what waits, unless the database was away a moment ago, and lets go of the connection. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#sending;
    if (this.#isDue && !this.#hasFailed) await this.#sendOnce();
    await this.#client?.end().catch(() => undefined);
  }

  get #isDue(): boolean {
    return this.#waiting.size > 0 || this.#mayHaveMissed;
  }

  #keep(announcement: Announcement): void {
    const { channel, payload } = announcement;
    // Everybody is told to look again after this.
    if (channel === CHANGES_CHANNEL && this.#mayHaveMissed) return;
    const key = `${channel} ${payload}`;
    if (this.#waiting.size >= this.#mostWaiting && !this.#waiting.has(key)) {
      this.#mayHaveMissed = true;
      this.#forgetChanges();
      // Others than changes cannot be told in sum: the oldest is let go.
      const [oldest] = this.#waiting.keys();
      if (this.#waiting.size >= this.#mostWaiting && oldest !== undefined) this.#waiting.delete(oldest);
      if (channel === CHANGES_CHANNEL) return;
    }
    this.#waiting.set(key, announcement);
  }

  #forgetChanges(): void {
    for (const [key, { channel }] of this.#waiting) if (channel === CHANGES_CHANNEL) this.#waiting.delete(key);
  }

  async #sendAll(): Promise<void> {
    const { signal } = this.#closing;
    // What comes with it, as all that one transaction announces, goes with it.
    await Promise.resolve();
    while (this.#isDue && !signal.aborted) {
      await this.#sendOnce();
      await delay(this.#hasFailed ? RETRY_MS : PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
    this.#sending = null;
  }

  async #sendOnce(): Promise<void> {
    const sent = [...this.#waiting.values()];
    if (this.#mayHaveMissed) sent.unshift({ channel: CHANGES_CHANNEL, payload: JSON.stringify(MISSED) });
    this.#waiting.clear();
    this.#mayHaveMissed = false;
    try {
      const client = await this.#connect();
      await client.query(
        'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS sent (channel, payload)',
        [sent.map(({ channel }) => channel), sent.map(({ payload }) => payload)],
      );
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      this.#mayHaveMissed ||= sent.some(({ channel }) => channel === CHANGES_CHANNEL);
      if (this.#mayHaveMissed) this.#forgetChanges();
      for (const other of sent) this.#keep(other);
      await this.#client?.end().catch(() => undefined);
      this.#client = null;
      this.#options.onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #connect(): Promise<SteadyClient> {
    if (this.#client) return this.#client;
    const client = new SteadyClient({
      connectionString: this.#options.connectionString,
      keepAlive: true,
      ...connectionLimits({ statementMs: ANSWER_MS, lockMs: ANSWER_MS, idleInTransactionMs: ANSWER_MS }),
      query_timeout: ANSWER_MS,
    });
    this.#client = client;
    client.once('end', () => {
      if (this.#client === client) this.#client = null;
    });
    await client.connect();
    // All who send notifications wait for each other while one commits. These hold nothing that a disk must keep.
    await client.query('SET synchronous_commit TO off');
    return client;
  }
}
