import type { SpeechEngine } from '@leadlock/voice/local';
import { openEarlyEar, type EarlyEar } from '../audio/early-ear.ts';
import { FRAME_MS, SILENT_FRAME, silence } from '../audio/frames.ts';
import { isAudible, withoutTrailingSilence } from '../audio/loudness.ts';
import { PlaybackQueue } from '../audio/playback-queue.ts';
import { createCallerMind, type CallerLine, type CallerMind } from './caller-mind.ts';
import type { CallerPlan } from './caller-plan.ts';
import type { CallParty, HeardLine, PartyReport, SpokenLine } from './call-party.ts';

/** Silence that tells a person that it is their turn. */
const TURN_SILENCE_MS = 700;
/** A sound of the agent after this much silence is a new one, not the rest of the old. */
const NEW_SOUND_SILENCE_MS = 300;
/** Unanswered attempts after which a person hangs up. */
const MAX_UNANSWERED = 3;
/** How long the last words of a call may take to be made out. */
const LAST_WORDS_PATIENCE_MS = 5000;

type Controls = Parameters<CallParty['answered']>[0];
interface ReadyLine {
  line: CallerLine;
  audio: Uint8Array;
}

/** A person on the phone who really speaks and really listens: all it knows of the agent came through its own ear. */
export class SimulatedCaller implements CallParty {
  readonly #plan: CallerPlan;
  readonly #mind: CallerMind;
  readonly #openEngine: () => Promise<SpeechEngine>;
  readonly #mouth = new PlaybackQueue();
  readonly #said: SpokenLine[] = [];
  readonly #heard: HeardLine[] = [];
  readonly #settle = Promise.withResolvers<void>();
  #controls: Controls | null = null;
  #ear: EarlyEar | null = null;
  #over = false;
  #elapsedMs = 0;
  #state: 'listening' | 'thinking' | 'ready' | 'armed' | 'speaking' = 'listening';
  #ready: ReadyLine | null = null;
  /** By the ear, which notices speech and its end a little late. */
  #agentSpeaks = false;
  #agentSpeechBeganMs = 0;
  /** A turn of the agent whose words have not come. */
  #wordsPending = false;
  #lastWords: NodeJS.Timeout | null = null;
  #unanswered: string[] = [];
  #attempts = 0;
  #lastActivityMs = 0;
  /** The line whose answer has not begun. */
  #awaiting: SpokenLine | null = null;
  #quietMs = 0;
  #speechMsThisTurn = 0;
  /** How much of the agent's speech the armed line waits for. */
  #armedAfterMs = 0;
  #heardSpeechMs = 0;
  #problem: string | null = null;

  constructor(plan: CallerPlan, openEngine: () => Promise<SpeechEngine>) {
    this.#plan = plan;
    this.#mind = createCallerMind(plan);
    this.#openEngine = openEngine;
  }

  get settled(): Promise<void> {
    return this.#settle.promise;
  }

  answered(controls: Controls): void {
    this.#controls = controls;
    this.#ear = this.#openEar();
    if (this.#plan.speaksFirst) this.#think(null);
    else this.#listen();
  }

  nextFrame(): Uint8Array {
    this.#elapsedMs += FRAME_MS;
    return this.#mouth.nextFrame() ?? SILENT_FRAME;
  }

  hear(frame: Uint8Array): void {
    this.#ear?.hear(frame);
    if (isAudible(frame)) this.#onSound();
    else this.#quietMs += FRAME_MS;
    const lost = !this.#agentSpeaks && this.#elapsedMs - this.#lastActivityMs > this.#plan.patienceMs;
    if (lost && (this.#state === 'listening' || this.#state === 'armed')) this.#onPatienceLost();
  }

  ended(): void {
    this.#over = true;
    this.#mouth.clear();
    if (!this.#agentSpeaks && !this.#wordsPending) return this.#stopHearing();
    // What was said last was heard, but not understood yet.
    this.#ear?.hear(silence(TURN_SILENCE_MS * 2));
    this.#lastWords = setTimeout(() => this.#stopHearing(), LAST_WORDS_PATIENCE_MS);
    this.#lastWords.unref();
  }

  report(): PartyReport {
    return {
      said: this.#said,
      heard: this.#heard,
      heardSpeechMs: this.#heardSpeechMs,
      problem: this.#problem,
    };
  }

  #stopHearing(): void {
    if (this.#lastWords) clearTimeout(this.#lastWords);
    this.#ear?.close();
    this.#settle.resolve();
  }

  #openEar(): EarlyEar {
    return openEarlyEar(
      this.#openEngine(),
      { silenceMs: TURN_SILENCE_MS, threshold: 0.5 },
      {
        onSpeechStarted: () => this.#onSpeechStarted(),
        onSpeechStopped: () => this.#onSpeechStopped(),
        onUtterance: (text) => this.#onUtterance(text),
        onError: (error) => this.#fail(error),
      },
    );
  }

  #onSpeechStarted(): void {
    this.#agentSpeaks = true;
    this.#agentSpeechBeganMs = this.#elapsedMs;
    this.#lastActivityMs = this.#elapsedMs;
  }

  #onSpeechStopped(): void {
    this.#agentSpeaks = false;
    this.#wordsPending = true;
    this.#lastActivityMs = this.#elapsedMs;
    if (this.#over) return;
    if (this.#state === 'ready') this.#speak(false);
  }

  #onUtterance(text: string): void {
    this.#heard.push({ text, endedAtMs: this.#elapsedMs });
    this.#wordsPending = false;
    this.#attempts = 0;
    if (this.#over) return this.#stopHearing();
    // The rest of what the agent said before this person broke in is no answer.
    const lastLine = this.#said.at(-1);
    if (lastLine && this.#agentSpeechBeganMs < lastLine.endedAtMs) return;
    this.#unanswered.push(text);
    if (this.#agentSpeaks) return;
    if (this.#state === 'armed') this.#speak(false);
    else if (this.#state === 'listening') this.#think(this.#takeUnanswered());
  }

  #onSound(): void {
    const isNew = this.#quietMs >= NEW_SOUND_SILENCE_MS;
    this.#quietMs = 0;
    this.#heardSpeechMs += FRAME_MS;
    if (this.#state === 'speaking') return;
    if (this.#awaiting && isNew) {
      this.#awaiting.answeredAfterMs = this.#elapsedMs - this.#awaiting.endedAtMs;
      this.#awaiting = null;
    }
    this.#speechMsThisTurn += FRAME_MS;
    if (this.#state === 'armed' && this.#speechMsThisTurn >= this.#armedAfterMs) this.#speak(true);
  }

  #onPatienceLost(): void {
    this.#lastActivityMs = this.#elapsedMs;
    if (this.#state === 'armed') return this.#speak(false);
    if (++this.#attempts > MAX_UNANSWERED && this.#plan.hangUp !== 'never') return this.#controls?.hangUp();
    this.#think(this.#said.length === 0 ? null : '');
  }

  #takeUnanswered(): string {
    const text = this.#unanswered.join(' ');
    this.#unanswered = [];
    return text;
  }

  /** Waits for the agent, with the next line in mind if that one is going to break in. */
  #listen(): void {
    this.#state = 'listening';
    this.#speechMsThisTurn = 0;
    const after = this.#mind.interruptsAfterMs;
    if (after === null) return;
    this.#armedAfterMs = after;
    this.#think('', 'armed');
  }

  #think(heard: string | null, then: 'ready' | 'armed' = 'ready'): void {
    this.#state = 'thinking';
    this.#prepare(heard).then(
      (ready) => this.#onThought(ready, then),
      (error: unknown) => this.#fail(error),
    );
  }

  async #prepare(heard: string | null): Promise<ReadyLine | 'wait' | null> {
    const line = await this.#mind.next(heard);
    if (line === null || line === 'wait') return line;
    const engine = await this.#openEngine();
    return { line, audio: withoutTrailingSilence(await engine.synthesize(line.say, this.#plan.voice)) };
  }

  #onThought(ready: ReadyLine | 'wait' | null, then: 'ready' | 'armed'): void {
    if (this.#over) return;
    if (ready === null) return this.#controls?.hangUp();
    if (ready === 'wait') {
      this.#state = 'listening';
      return;
    }
    this.#ready = ready;
    this.#state = then;
    // The agent may have gone on while this person was thinking: they let it finish.
    if (then === 'ready' && !this.#agentSpeaks) this.#speak(false);
  }

  #speak(interrupts: boolean): void {
    const ready = this.#ready;
    if (!ready) return;
    this.#ready = null;
    this.#unanswered = [];
    this.#state = 'speaking';
    const { line, audio } = ready;
    for (const digit of line.press) this.#controls?.press(digit);
    const spoken: SpokenLine = {
      text: line.say || line.press,
      startedAtMs: this.#elapsedMs,
      endedAtMs: this.#elapsedMs,
      interrupted: interrupts,
      answeredAfterMs: null,
    };
    this.#said.push(spoken);
    this.#mouth.append(audio);
    this.#mouth.mark(() => this.#onSpoken(spoken, line));
  }

  #onSpoken(spoken: SpokenLine, line: CallerLine): void {
    if (this.#over) return;
    spoken.endedAtMs = this.#elapsedMs;
    this.#awaiting = spoken;
    this.#lastActivityMs = this.#elapsedMs;
    if (line.thenHangUp) this.#controls?.hangUp();
    else this.#listen();
  }

  #fail(error: unknown): void {
    this.#problem = error instanceof Error ? error.message : String(error);
    if (!this.#over) this.#controls?.hangUp();
  }
}
