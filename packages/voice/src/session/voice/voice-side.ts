import type { Logger } from '@leadlock/observability/logger';
import type { EncodedAudio, MulawAudio } from '../../contracts/audio.ts';
import type {
  Aside,
  HistoryItem,
  ProviderEnd,
  RealtimeListener,
  RealtimeSession,
  SessionUpdate,
} from '../../contracts/realtime-provider.ts';
import { RecentAudio } from '../../wire/recent-audio.ts';
import { NO_SPARE_VOICES, type SpareVoices, type VoiceLoss } from './spare-voices.ts';
import { VoiceParts, type VoicePart } from './voice-parts.ts';
import type { Voice } from './voice.ts';

export interface VoiceSideOptions {
  voice: Voice;
  /** Told what the session that has the call reports. */
  listener: Omit<RealtimeListener, 'onReady' | 'onWarning' | 'onClosed'> & {
    /** The voice takes part in the call, for the first time or after it was opened again. */
    onReady: () => void;
    /** The voice is gone, and nobody on our side asked for it. */
    onLost: (end: Omit<ProviderEnd, 'failed'>) => void;
  };
  /** Writes down a few words that the provider cannot hear aside. False: nobody can. Absent: nobody ever can. */
  hearOurselves?: (audio: MulawAudio, told: (words: string) => void) => boolean;
  /** The conversation so far. */
  history: () => HistoryItem[];
  /** Who goes on when the voice is lost; absent: nobody. */
  spares?: SpareVoices;
  now: () => number;
  log: Logger;
}

interface OpenSession {
  session: RealtimeSession;
  voice: Voice;
  openedAt: number;
  /** What the caller says from then on is its to hear. */
  hearsFrom: number;
}

/**
 * The voice's end of a call: one session with a provider at a time, which may be replaced by another one, of the same
 * provider or not, that is told the conversation so far. What the caller says while none is ready is kept.
 */
export class VoiceSide {
  readonly #options: VoiceSideOptions;
  readonly #recent = new RecentAudio();
  readonly #parts: VoiceParts;
  /** A voice that takes over after a loss hears what the lost one did not understand. */
  readonly #remembers: boolean;
  #voice: Voice;
  #current: OpenSession | null = null;
  /** Will take over, if it may. */
  #next: OpenSession | null = null;
  #isReady = false;
  /** What was changed since the call began, whoever holds it. */
  #changes: SessionUpdate = {};
  /** The open session does not know what was changed since. */
  #isOutdated = false;
  /** Its own answers to the caller are not heard. */
  #held = false;
  /** What is told to the session that is being opened, once it can be. */
  #untold: (() => void)[] = [];
  #signedAt = 0;
  /** What the caller says from then on nobody has heard; Infinity while a session hears it. */
  #unheardSince: number;
  #lastWarning: string | null = null;

  constructor(options: VoiceSideOptions) {
    this.#options = options;
    this.#voice = options.voice;
    this.#remembers = options.spares !== undefined;
    this.#unheardSince = options.now();
    this.#parts = new VoiceParts(options.now());
  }

  /** What the provider reported last, in its words. */
  get lastWarning(): string | null {
    return this.#lastWarning;
  }

  get providerName(): string {
    return this.#voice.provider.name;
  }

  get voice(): Voice {
    return this.#voice;
  }

  /** Who held the call so far. */
  get parts(): VoicePart[] {
    return this.#parts.report(this.#options.now());
  }

  /** When the session was opened that is not ready yet; null: it is, or there is none. */
  get openingSince(): number | null {
    return this.#current && !this.#isReady ? this.#current.openedAt : null;
  }

  /** When the provider last gave a sign of life. */
  get signedAt(): number {
    return this.#signedAt;
  }

  /**
   * Opens a session, in place of the one there is, with another voice where one is given. It hears what the caller says
   * from now on, or since `hearsFrom`.
   */
  open(voice: Voice = this.#voice, hearsFrom: number = Infinity): void {
    this.#voice = voice;
    this.close();
    this.#parts.begin(voice, this.#options.now(), false);
    this.#current = this.#begin(voice, Math.min(hearsFrom, this.#unheardSince), () => this.#onReady());
  }

  /**
   * Goes on with the next voice, in place of one that is lost. False when there is none.
   * @param hearsFrom since when what the caller said was not understood
   */
  changeVoice(loss: Omit<VoiceLoss, 'voice'>, hearsFrom?: number): boolean {
    const { spares = NO_SPARE_VOICES, now, log } = this.#options;
    const lost = this.#voice;
    this.close();
    this.#recent.keepMore();
    this.#parts.lost(loss.reason, now());
    const next = spares.next({ voice: lost, ...loss });
    if (!next) return false;
    log.warn(
      { from: lost.provider.name, to: next.provider.name, reason: loss.reason, detail: loss.message },
      'The voice provider is lost; another one goes on with the call',
    );
    this.open(this.#withChanges(next), hearsFrom);
    return true;
  }

  #withChanges(voice: Voice): Voice {
    return { ...voice, config: { ...voice.config, ...this.#changes } };
  }

  /** Ends what is open; nothing is reported any more. */
  close(): void {
    if (this.#isReady) this.#unheardSince = this.#options.now();
    this.#isReady = this.#isOutdated = false;
    this.#untold = [];
    this.dropNext();
    const { session } = this.#current ?? {};
    this.#current = null;
    session?.close();
  }

  /** Loses the session there is, as if its provider had gone away without a word. */
  kill(): void {
    if (!this.#current) return;
    this.#current.session.close();
    this.#options.listener.onLost({ reason: 'killed_for_a_test', retryable: true });
  }

  /** 50 frames a second and call pass here. */
  sendAudio(audio: EncodedAudio): void {
    if (this.#isReady) this.#current?.session.sendAudio(audio);
    // A session that takes over hears what began while it was opened.
    const isAwaited = this.#next !== null || (this.#current !== null && !this.#isReady);
    if (this.#remembers || isAwaited) this.#recent.push(audio, this.#options.now());
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
    this.#tell((session) => session.addText(role, text));
  }

  /**
   * Has a few words written down that the voice does not answer, by its provider or by ourselves: then they have no item,
   * and the voice does not know them. False: nobody can.
   */
  hearAside(audio: MulawAudio, told: (aside: Aside) => void): boolean {
    const { session } = this.#current ?? {};
    if (!this.#isReady || !session) return false;
    if (!session.hearAside)
      return this.#options.hearOurselves?.(audio, (words) => told({ itemId: '', words })) ?? false;
    session.hearAside(audio, told);
    return true;
  }

  /** False: it cannot be told whether the provider lives. */
  askForSign(): boolean {
    return (this.#isReady && this.#current?.session.askForSign?.()) ?? false;
  }

  forget(itemId: string): void {
    this.#current?.session.forget?.(itemId);
  }

  interrupt(itemId: string | null, playedMs: number): void {
    this.#current?.session.interrupt(itemId, playedMs);
  }

  sendToolResult(toolCallId: string, output: string, respond: boolean): void {
    this.#tell((session) => session.sendToolResult(toolCallId, output, respond));
  }

  /** A session that is not ready yet is told once it is, unless it is given up before: the next one knows it anyway. */
  #tell(what: (session: RealtimeSession) => void): void {
    const { session } = this.#current ?? {};
    if (!session) return;
    if (this.#isReady) what(session);
    else this.#untold.push(() => what(session));
  }

  /** Changes instructions and tools: at once where the provider can, else with the session that takes over. */
  update(changes: SessionUpdate): void {
    this.#changes = { ...this.#changes, ...changes };
    this.#voice = { ...this.#voice, config: { ...this.#voice.config, ...changes } };
    this.#isOutdated = this.#current !== null;
    this.dropNext();
    const { nativeTools } = this.#voice.config;
    // Who is told of other tools is told of all.
    if (this.#isReady) this.#bringUpToDate({ ...changes, ...(changes.tools && nativeTools && { nativeTools }) });
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
   * Opens a session beside the present one, of the same voice or another. `mayTakeOver` is asked when it is ready; if not, it is closed again.
   * `onRefused` is told when it was never ready.
   */
  prepareNext(voice: Voice, mayTakeOver: () => boolean, onRefused: (end: ProviderEnd) => void): void {
    if (this.#next) return;
    const next = this.#begin(
      voice === this.#voice ? voice : this.#withChanges(voice),
      this.#options.now(),
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
  }

  #takeOver(next: OpenSession): void {
    const { session: former } = this.#current ?? {};
    this.#current = next;
    this.#next = null;
    former?.close();
    this.#isOutdated = false;
    const isOther = next.voice !== this.#voice;
    this.#voice = next.voice;
    if (isOther) this.#options.spares?.tookOver(next.voice);
    this.#parts.begin(next.voice, this.#options.now(), true);
    this.#handOver(next);
    this.#options.log.info({ provider: this.providerName }, 'Another session of the voice provider took over');
  }

  #onReady(): void {
    this.#isReady = true;
    const { instructions, tools, nativeTools } = this.#voice.config;
    this.#bringUpToDate({ instructions, tools, ...(nativeTools && { nativeTools }) });
    this.#parts.ready();
    if (this.#current) this.#handOver(this.#current);
    this.#unheardSince = Infinity;
    for (const tell of this.#untold.splice(0)) tell();
    this.#options.listener.onReady();
  }

  #handOver({ session, hearsFrom }: OpenSession): void {
    this.#signedAt = this.#options.now();
    session.holdAnswers(this.#held);
    this.#recent.since(hearsFrom, (audio) => session.sendAudio(audio));
  }

  #begin(
    voice: Voice,
    hearsFrom: number,
    onReady: () => void,
    onNextRefused: (end: ProviderEnd) => void = () => undefined,
  ): OpenSession {
    const { listener, history, now, log, spares } = this.#options;
    const { provider, config } = voice;
    const { name } = provider;
    let hasSpoken = false;
    const soFar = history();
    const isOurs = (): boolean => this.#current === opened || this.#next === opened;
    const session = provider.open(soFar.length > 0 ? { ...config, history: soFar } : config, {
      ...listener,
      onReady,
      onSign: () => {
        if (this.#current === opened) this.#signedAt = now();
      },
      onItemStarted: (itemId) => {
        if (!hasSpoken) spares?.works(voice);
        hasSpoken = true;
        this.#parts.spoke();
        listener.onItemStarted(itemId);
      },
      onResponseDone: (status, usage, end) => {
        if (usage) this.#parts.used(usage);
        listener.onResponseDone(status, usage, end);
      },
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
    const opened = { session, voice, openedAt: now(), hearsFrom };
    return opened;
  }
}
