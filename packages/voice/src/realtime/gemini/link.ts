import type { ProviderEnd, RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import { parseObject, type JsonObject } from '../../wire/json.ts';
import { DEFAULT_CONNECT_TIMEOUT_MS, ProviderConnection } from '../connection/connection.ts';
import type { RealtimeProviderOptions } from '../protocol/dialect.ts';
import { liveAddress } from './address.ts';
import { CALLER_AUDIO_FRAMING } from './caller-audio.ts';
import type { ConversationLog } from './conversation-log.ts';
import { readServerMessage } from './server-message.ts';
import { clientContent, setupMessage, tuningOf, usesPreview } from './setup-message.ts';

/** A connection in place of one that is gone: the caller waits, and another provider may be tried after it. */
const RECONNECT_TIMEOUT_MS = 1500;
/** So many connections may break, or be sent away, within a minute before the session is given up. */
const MAX_BREAKS = 3;
const BREAKS_WINDOW_MS = 60_000;
/** How the server says that a field stands where it knows none, or holds what it may not. */
const INVALID_ARGUMENT = 'closed_1007';
/** How it says that it does not take the key, or has no such model. */
const NOT_ALLOWED = 'closed_1008';

export interface LinkListener {
  /** The server can be told everything. */
  onReady(): void;
  onMessage(message: Buffer): void;
  /** The connection broke, and another one takes its place. */
  onBroken(): void;
  onWarning(code: string, message: string): void;
  /** There is no connection, and will be none. */
  onClosed(end: ProviderEnd): void;
}

/**
 * One session with Gemini over as many connections as it takes: each lives for about ten minutes, and the session goes on
 * in the next one, with the server's handle for it or else by telling the conversation so far.
 */
export class GeminiLink {
  readonly #options: RealtimeProviderOptions;
  readonly #config: RealtimeSessionConfig;
  readonly #log: ConversationLog;
  readonly #listener: LinkListener;
  readonly #now: () => number;
  #connection: ProviderConnection | null = null;
  #isReady = false;
  #isClosed = false;
  #wasReady = false;
  #preview: boolean;
  #handle: string | null = null;
  /** The server was told that the conversation so far follows. */
  #hasHistory = false;
  #deadline: NodeJS.Timeout | undefined;
  #breaks: number[] = [];

  constructor(
    options: RealtimeProviderOptions,
    config: RealtimeSessionConfig,
    log: ConversationLog,
    listener: LinkListener,
    now: () => number,
  ) {
    this.#now = now;
    this.#options = options;
    this.#config = config;
    this.#log = log;
    this.#listener = listener;
    this.#preview = usesPreview(tuningOf(config));
    this.#open();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  send(message: JsonObject): void {
    if (this.#isReady) this.#connection?.send(JSON.stringify(message));
  }

  sendAudio(audio: Buffer): void {
    if (this.#isReady) this.#connection?.sendAudio(audio);
  }

  /** With it the session can be resumed as it is now; null: it cannot be, for the moment. */
  resumableWith(handle: string | null): void {
    if (handle === null) return;
    this.#handle = handle;
    this.#log.resumable();
  }

  /** Goes over to another connection while nothing is going on. */
  move(): void {
    this.#leave();
    // A server that refuses every connection would be retried without end.
    if (this.#breaksTooOften()) return this.#end({ failed: true, reason: 'go_away', retryable: true });
    this.#open();
  }

  /** The session is of no more use. */
  abort(end: ProviderEnd): void {
    this.#leave();
    this.#end(end);
  }

  close(): void {
    this.#leave();
    this.#end({ failed: false, reason: 'closed', retryable: false });
  }

  #open(): void {
    const { url, apiKey, model, connectTimeoutMs = DEFAULT_CONNECT_TIMEOUT_MS } = this.#options;
    const preview = this.#preview;
    const handle = this.#handle;
    const patienceMs = this.#wasReady ? Math.min(connectTimeoutMs, RECONNECT_TIMEOUT_MS) : connectTimeoutMs;
    const connection = new ProviderConnection(
      {
        url: liveAddress(url, preview ? 'v1alpha' : 'v1beta', apiKey),
        headers: {},
        framing: CALLER_AUDIO_FRAMING,
        connectTimeoutMs: patienceMs,
      },
      {
        onOpen: () => {
          this.#hasHistory = handle === null && this.#log.all.length > 0;
          const variant = { preview, handle, hasHistory: this.#hasHistory };
          connection.send(JSON.stringify(setupMessage(this.#config, model, variant)));
        },
        onMessage: (message) => {
          if (this.#connection !== connection) return;
          if (this.#isReady) this.#listener.onMessage(message);
          else this.#awaitSetup(message);
        },
        onEnd: (end) => {
          if (this.#connection === connection) this.#onEnd(end);
        },
      },
    );
    this.#connection = connection;
    this.#deadline = setTimeout(() => {
      connection.abort({ failed: true, reason: 'connect_timeout', retryable: true });
    }, patienceMs);
  }

  #awaitSetup(message: Buffer): void {
    const parsed = parseObject(message);
    if (!parsed || !readServerMessage(parsed).setupComplete) return;
    clearTimeout(this.#deadline);
    this.#isReady = this.#wasReady = true;
    const { all, missing } = this.#log;
    if (this.#hasHistory) this.send(clientContent(all, true));
    if (this.#handle !== null && missing.length > 0) this.send(clientContent(missing, false));
    this.#listener.onReady();
  }

  #onEnd(end: ProviderEnd): void {
    const wasOpen = this.#isReady;
    this.#leave();
    if (wasOpen) return this.#onBroken(end);
    if (this.#preview && end.reason === INVALID_ARGUMENT) {
      this.#preview = false;
      this.#listener.onWarning('preview_refused', 'Affective dialog and proactive audio were refused and are left out');
      return this.#open();
    }
    if (!this.#wasReady) return this.#end(refusalOf(end));
    if (this.#handle === null) return this.#end(end);
    // The session is gone for the server: what was said is told to a new one.
    this.#handle = null;
    this.#open();
  }

  #onBroken(end: ProviderEnd): void {
    if (this.#breaksTooOften()) return this.#end(end);
    this.#listener.onBroken();
    if (!this.#isClosed) this.#open();
  }

  /** Counts a connection that did not last. */
  #breaksTooOften(): boolean {
    const now = this.#now();
    this.#breaks = [...this.#breaks.filter((at) => now - at < BREAKS_WINDOW_MS), now];
    return this.#breaks.length > MAX_BREAKS;
  }

  #leave(): void {
    clearTimeout(this.#deadline);
    this.#isReady = false;
    const connection = this.#connection;
    this.#connection = null;
    connection?.close();
  }

  #end(end: ProviderEnd): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener.onClosed(end);
  }
}

/** The end of a session whose setup was not taken. */
function refusalOf(end: ProviderEnd): ProviderEnd {
  if (end.reason === INVALID_ARGUMENT) return { ...end, cause: 'settings' };
  return end.reason === NOT_ALLOWED ? { ...end, cause: 'account' } : end;
}
