import type { Logger } from '@leadlock/observability/logger';
import type { EncodedAudio } from '../../contracts/audio.ts';
import type {
  HistoryItem,
  ProviderEnd,
  RealtimeListener,
  RealtimeProvider,
  RealtimeSession,
  RealtimeSessionConfig,
  SessionUpdate,
} from '../../contracts/realtime-provider.ts';
import { EarlyAudio } from '../../wire/early-audio.ts';

/** Who speaks for the agent, and how. */
export interface Voice {
  provider: RealtimeProvider;
  config: RealtimeSessionConfig;
}

export interface VoiceSideOptions {
  voice: Voice;
  /** Told what the session that has the call reports. */
  listener: Omit<RealtimeListener, 'onReady' | 'onWarning' | 'onClosed'> & {
    /** The voice takes part in the call, for the first time or after it was opened again. */
    onReady: () => void;
    /** The voice is gone, and nobody on our side asked for it. */
    onLost: (end: Omit<ProviderEnd, 'failed'>) => void;
  };
  /** The conversation so far. */
  history: () => HistoryItem[];
  now: () => number;
  log: Logger;
}

interface OpenSession {
  session: RealtimeSession;
  openedAt: number;
}

/**
 * The voice's end of a call: one session with a provider at a time, which may be replaced by another one, of the same
 * provider or not, that is told the conversation so far. What the caller says while none is ready is kept.
 */
export class VoiceSide {
  readonly #options: VoiceSideOptions;
  readonly #early = new EarlyAudio();
  #voice: Voice;
  #current: OpenSession | null = null;
  /** Will take over, if it may. */
  #next: OpenSession | null = null;
  #isReady = false;
  /** The open session does not know what was changed since. */
  #isOutdated = false;
  /** Its own answers to the caller are not heard. */
  #held = false;
  #lastWarning: string | null = null;

  constructor(options: VoiceSideOptions) {
    this.#options = options;
    this.#voice = options.voice;
  }

  /** What the provider reported last, in its words. */
  get lastWarning(): string | null {
    return this.#lastWarning;
  }

  get providerName(): string {
    return this.#voice.provider.name;
  }

  /** Opens a session, in place of the one there is, with another voice where one is given. */
  open(voice: Voice = this.#voice): void {
    this.#voice = voice;
    this.close();
    this.#current = this.#begin(() => this.#onReady());
  }

  /** Ends what is open; nothing is reported any more. */
  close(): void {
    this.#isReady = this.#isOutdated = false;
    this.dropNext();
    const { session } = this.#current ?? {};
    this.#current = null;
    session?.close();
  }

  /** 50 frames a second and call pass here. */
  sendAudio(audio: EncodedAudio): void {
    if (this.#isReady) this.#current?.session.sendAudio(audio);
    // A session that takes over hears what began while it was opened.
    if (this.#next || (this.#current && !this.#isReady)) this.#early.push(audio);
  }

  speak(text?: string): void {
    this.#current?.session.speak(text);
  }

  sayOneMoment(): void {
    this.#current?.session.sayOneMoment();
  }

  holdAnswers(held: boolean): void {
    this.#held = held;
    this.#current?.session.holdAnswers(held);
  }

  addText(role: 'user' | 'system', text: string): void {
    this.#current?.session.addText(role, text);
  }

  interrupt(itemId: string | null, playedMs: number): void {
    this.#current?.session.interrupt(itemId, playedMs);
  }

  sendToolResult(toolCallId: string, output: string, respond: boolean): void {
    this.#current?.session.sendToolResult(toolCallId, output, respond);
  }

  /** Changes instructions and tools: at once where the provider can, else with the session that takes over. */
  update(changes: SessionUpdate): void {
    const { provider, config } = this.#voice;
    this.#voice = { provider, config: { ...config, ...changes } };
    this.#isOutdated = this.#current !== null;
    this.dropNext();
    if (this.#isReady) this.#bringUpToDate(changes);
  }

  #bringUpToDate(changes: SessionUpdate): void {
    if (!this.#isOutdated || !this.#voice.provider.capabilities.updates) return;
    this.#current?.session.update(changes);
    this.#isOutdated = false;
  }

  /** The session does not know of a change, and cannot be told: another one has to take over. */
  get isOutdated(): boolean {
    return this.#isReady && this.#isOutdated;
  }

  /** When the session was opened, and when the provider will end it; null while none is ready. */
  get lifetime(): { openedAt: number; endsAt: number } | null {
    if (!this.#current || !this.#isReady) return null;
    const { openedAt } = this.#current;
    return { openedAt, endsAt: openedAt + this.#voice.provider.capabilities.maxSessionSeconds * 1000 };
  }

  get hasNext(): boolean {
    return this.#next !== null;
  }

  /**
   * Opens a session beside the present one. `mayTakeOver` is asked when it is ready; if not, it is closed again.
   * `onRefused` is told when it was never ready.
   */
  prepareNext(mayTakeOver: () => boolean, onRefused: (end: ProviderEnd) => void): void {
    if (this.#next) return;
    const next = this.#begin(
      () => {
        if (this.#next !== next) return;
        if (mayTakeOver()) this.#takeOver(next);
        else this.dropNext();
      },
      (end) => {
        this.dropNext();
        onRefused(end);
      },
    );
    this.#next = next;
  }

  dropNext(): void {
    const { session } = this.#next ?? {};
    this.#next = null;
    session?.close();
    if (session && this.#isReady) this.#early.clear();
  }

  #takeOver(next: OpenSession): void {
    const { session: former } = this.#current ?? {};
    this.#current = next;
    this.#next = null;
    former?.close();
    this.#isOutdated = false;
    this.#handOver(next.session);
    this.#options.log.info({ provider: this.providerName }, 'Another session of the voice provider took over');
  }

  #onReady(): void {
    this.#isReady = true;
    const { instructions, tools } = this.#voice.config;
    this.#bringUpToDate({ instructions, tools });
    if (this.#current) this.#handOver(this.#current.session);
    this.#options.listener.onReady();
  }

  #handOver(session: RealtimeSession): void {
    session.holdAnswers(this.#held);
    this.#early.drainTo((audio) => session.sendAudio(audio));
  }

  #begin(onReady: () => void, onNextRefused: (end: ProviderEnd) => void = () => undefined): OpenSession {
    const { listener, history, now, log } = this.#options;
    const { provider, config } = this.#voice;
    const { name } = provider;
    const soFar = history();
    const isOurs = (): boolean => this.#current === opened || this.#next === opened;
    const session = provider.open(soFar.length > 0 ? { ...config, history: soFar } : config, {
      ...listener,
      onReady,
      onWarning: (code, message) => {
        this.#lastWarning = message === '' ? code : `${code}: ${message}`;
        log.warn({ provider: name, code, message }, 'The voice provider reports a problem');
      },
      onClosed: (closed) => {
        const { failed, ...end } = closed;
        if (!failed || !isOurs()) return;
        log.warn({ provider: name, ...end }, 'The voice provider has closed the session');
        if (this.#next === opened) onNextRefused(closed);
        else listener.onLost(end);
      },
    });
    const opened = { session, openedAt: now() };
    return opened;
  }
}
