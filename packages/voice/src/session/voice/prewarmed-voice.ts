import type {
  RealtimeListener,
  RealtimeProvider,
  RealtimeSession,
  RealtimeSessionConfig,
} from '../../contracts/realtime-provider.ts';
import type { Voice } from './voice.ts';

/** What a greeting may come to before anybody listens: two minutes of μ-law in base64. */
const MAX_AUDIO_BYTES = 1_300_000;
/** And what else may be reported of it. */
const MAX_REPORTS = 10_000;

export interface PrewarmedOpening {
  speaksFirst: boolean;
  /** The exact first words; null: the model finds its own. */
  greeting: string | null;
}

/**
 * A session with a provider that is opened, and asked for the first words, before there is a line to say them on. What it
 * reports is kept for the call that adopts it; without one it is closed.
 */
export class PrewarmedVoice {
  readonly #voice: Voice;
  readonly #opening: PrewarmedOpening;
  readonly #session: RealtimeSession;
  /** What was reported, in order, for whoever adopts the session. */
  #reports: ((listener: RealtimeListener) => void)[] = [];
  #listener: RealtimeListener | null = null;
  #audioBytes = 0;
  #isAsked = false;
  #isOver = false;
  #isAdopted = false;

  constructor(voice: Voice, opening: PrewarmedOpening) {
    this.#voice = voice;
    this.#opening = opening;
    const report = (what: (listener: RealtimeListener) => void): void => {
      if (this.#listener) what(this.#listener);
      else if (this.#reports.length < MAX_REPORTS) this.#reports.push(what);
      else this.discard();
    };
    this.#session = voice.provider.open(voice.config, {
      onReady: () => {
        if (!this.#isAdopted) this.#askForFirstWords();
        report((listener) => listener.onReady());
      },
      onItemStarted: (itemId) => report((listener) => listener.onItemStarted(itemId)),
      onAudio: (audio) => {
        if (this.#listener) return this.#listener.onAudio(audio);
        this.#audioBytes += audio.length;
        if (this.#audioBytes > MAX_AUDIO_BYTES || this.#reports.length >= MAX_REPORTS) return this.discard();
        // The frame is valid only now.
        const kept = Buffer.from(audio);
        this.#reports.push((listener) => listener.onAudio(kept));
      },
      onSpeechStarted: (itemId) => report((listener) => listener.onSpeechStarted(itemId)),
      onSpeechStopped: () => report((listener) => listener.onSpeechStopped()),
      onUserTranscript: (...words) => report((listener) => listener.onUserTranscript(...words)),
      onAgentTranscript: (...words) => report((listener) => listener.onAgentTranscript(...words)),
      onToolCall: (call) => report((listener) => listener.onToolCall(call)),
      onResponseDone: (...end) => report((listener) => listener.onResponseDone(...end)),
      onSign: () => this.#listener?.onSign?.(),
      onWarning: (...problem) => report((listener) => listener.onWarning(...problem)),
      onClosed: (end) => {
        if (!this.#isAdopted) this.#isOver = true;
        report((listener) => listener.onClosed(end));
      },
    });
  }

  /** Whether it can hold a call with this voice and these first words, and is still there. */
  fits(voice: Voice, { speaksFirst, greeting }: PrewarmedOpening): boolean {
    return (
      !this.#isOver &&
      !this.#isAdopted &&
      voice.provider.name === this.#voice.provider.name &&
      voice.model === this.#voice.model &&
      speaksFirst === this.#opening.speaksFirst &&
      greeting === this.#opening.greeting &&
      JSON.stringify(voice.config) === JSON.stringify(this.#voice.config)
    );
  }

  /** The voice for a call, whose first session is the one that is open already. */
  adopt(): Voice {
    this.#isAdopted = true;
    const { provider } = this.#voice;
    let isFirst = true;
    const open = (config: RealtimeSessionConfig, listener: RealtimeListener): RealtimeSession => {
      if (!isFirst) return provider.open(config, listener);
      isFirst = false;
      // The session that opens us is not ready to be told before this returns.
      queueMicrotask(() => this.#handOver(listener));
      return this.#asAsked();
    };
    return { ...this.#voice, provider: { ...describe(provider), open } };
  }

  /** No call takes it. */
  discard(): void {
    if (this.#isAdopted || this.#isOver) return;
    this.#isOver = true;
    this.#reports = [];
    this.#session.close();
  }

  #askForFirstWords(): void {
    const { speaksFirst, greeting } = this.#opening;
    if (!speaksFirst) return;
    this.#isAsked = true;
    this.#session.speak(greeting ?? undefined);
  }

  #handOver(listener: RealtimeListener): void {
    const reports = this.#reports;
    this.#reports = [];
    this.#listener = listener;
    for (const report of reports) report(listener);
  }

  /** The session; the first words that it is asked for are on their way where it was asked for them before. */
  #asAsked(): RealtimeSession {
    const session = this.#session;
    const speak = session.speak.bind(session);
    session.speak = (text) => {
      const isKnown = this.#isAsked && text === (this.#opening.greeting ?? undefined);
      if (!isKnown) return speak(text);
      this.#isAsked = false;
    };
    return session;
  }
}

const describe = ({ name, capabilities }: RealtimeProvider): Omit<RealtimeProvider, 'open'> => ({ name, capabilities });
