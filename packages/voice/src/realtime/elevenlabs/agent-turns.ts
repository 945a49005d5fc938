import type { EncodedAudio } from '../../contracts/audio.ts';
import type { RealtimeListener } from '../../contracts/realtime-provider.ts';
import { cutAtWord } from '../../session/cut-at-word.ts';
import { decodedLength } from '../../wire/base64-audio.ts';

/** Audio comes faster than it plays; after so long without any an answer whose words are known is complete. */
const QUIET_MS = 700;
/** The same for one whose words did not come. */
const WORDLESS_MS = 3000;
/** How long sound may take that was announced by its words; whoever waits for it has a shorter patience of their own. */
const SOUNDLESS_MS = 10_000;
const BYTES_PER_MS = 8;
const MAX_ANSWERS = 8;
/** First words that nobody has asked for yet; a minute of sound. */
const MAX_KEPT_BYTES = 640 * 1024;
const MAX_KEPT = 4000;
/** Of an answer's words. */
const MAX_LETTERS = 64 * 1024;

interface Answer {
  id: string;
  text: string;
  /** Its words are complete. */
  isTold: boolean;
  bytes: number;
  lastSoundAt: number;
  /** ElevenLabs stopped it before it was complete. */
  isCut: boolean;
}

type TurnsListener = Pick<RealtimeListener, 'onItemStarted' | 'onAudio' | 'onAgentTranscript' | 'onResponseDone'>;

export interface AgentTurnsOptions {
  listener: TurnsListener;
  /** Begins the ids of what the agent says. */
  prefix: string;
  now: () => number;
}

/**
 * What the agent says, as answers with a beginning and an end. ElevenLabs sends sound and words side by side and announces
 * neither, so the end of an answer is what follows it, or quiet.
 */
export class AgentTurns {
  readonly #options: AgentTurnsOptions;
  readonly #answers = new Map<string, Answer>();
  #answer: Answer | null = null;
  #count = 0;
  /** What ElevenLabs itself has cut off. */
  #droppedUpTo = -Infinity;
  /** Nothing of the present answer is for the caller. */
  #muted = false;
  /** The words of the answer that was cut off are still to come. */
  #owesOldWords = false;
  #held = false;
  /** Answers that were asked for and have not begun. */
  #asked = 0;
  /** What came of the first words before they were asked for; null: they were, or there are none. */
  #kept: (() => void)[] | null = null;
  #keptBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: AgentTurnsOptions) {
    this.#options = options;
  }

  /** Sound can be passed on without a look at its message: its answer is known and wanted. */
  get isFlowing(): boolean {
    return this.#answer?.isTold === true && this.#answer.bytes > 0 && !this.#muted && this.#kept === null;
  }

  /** The conversation begins with words that the agent was given, to be heard once they are asked for. */
  expectFirstWords(): void {
    this.#kept = [];
  }

  /** Lets the first words be heard. False when they are not to be had any more. */
  claimFirstWords(): boolean {
    const kept = this.#kept;
    if (kept === null || this.#count > 1) return false;
    this.#kept = null;
    // Words that are still to come are wanted, also while the agent's own answers are held back.
    if (this.#count === 0) this.#asked++;
    for (const report of kept) report();
    return true;
  }

  hold(held: boolean): void {
    this.#held = held;
  }

  /** The agent was asked to speak: what it says next is wanted, also while its own answers are held back. */
  asked(): void {
    this.#dropFirstWords();
    this.#asked++;
  }

  /** What comes next is of no use: the agent has said its goodbye. */
  ignoreNext(): void {
    this.#close('completed');
    this.#muted = true;
  }

  sound(eventId: number, audio: EncodedAudio): void {
    if (eventId <= this.#droppedUpTo || this.#muted) return;
    const answer = this.#answer ?? this.#begin();
    if (answer === null) return;
    const isFirst = answer.bytes === 0;
    answer.bytes += decodedLength(audio);
    answer.lastSoundAt = this.#options.now();
    const { listener } = this.#options;
    if (this.#kept === null) {
      if (isFirst) listener.onItemStarted(answer.id);
      listener.onAudio(audio);
      return;
    }
    this.#keptBytes += audio.length;
    if (this.#keptBytes > MAX_KEPT_BYTES || this.#keepsTooMuch) return;
    const copy = Buffer.from(audio);
    this.#report(() => {
      if (isFirst) listener.onItemStarted(answer.id);
      listener.onAudio(copy);
    });
  }

  /** All that the agent says in its present answer, or in a new one. */
  words(text: string): void {
    if (this.#muted) {
      // Those of the answer that was cut off; the next ones are of another answer.
      if (this.#owesOldWords) {
        this.#owesOldWords = false;
        return;
      }
      this.#muted = false;
    }
    if (this.#answer?.isTold) this.#close('completed');
    const answer = this.#answer ?? this.#begin();
    if (answer === null) return;
    answer.isTold = true;
    this.#tell(answer, text, false);
  }

  /** The letters of the sound that came, for as long as the words have not. */
  letters(text: string): void {
    const answer = this.#answer;
    if (!answer || this.#keepsTooMuch || answer.text.length >= MAX_LETTERS) return;
    if (!answer.isTold && !this.#muted) this.#tell(answer, answer.text + text, false);
  }

  /**
   * What of an answer ElevenLabs takes for heard. It cannot know what was played of what it sent, as we do: this is for an
   * answer of which it did not send all.
   */
  corrected(original: string, corrected: string): void {
    const answer = [...this.#answers.values()].findLast(({ text }) => text.trim() === original.trim());
    if (!answer?.isCut) return;
    this.#tell(answer, corrected, true);
  }

  /** ElevenLabs has stopped its answer for the caller. */
  interruptedUpTo(eventId: number): void {
    this.#droppedUpTo = Math.max(this.#droppedUpTo, eventId);
    this.#dropFirstWords();
    this.#close('cancelled');
    this.#muted = this.#owesOldWords = false;
  }

  /** The caller has said something: what follows answers it. */
  callerSpoke(): void {
    this.#dropFirstWords();
    this.#close('completed');
    this.#muted = this.#owesOldWords = false;
  }

  /** Nothing of the present answer is heard from here on. What of item `itemId` was, when it was heard in part. */
  interrupt(itemId: string | null, playedMs: number): string | null {
    const present = this.#answer;
    this.#asked = 0;
    if (present) {
      this.#muted = true;
      this.#owesOldWords = !present.isTold;
      this.#answer = null;
      clearTimeout(this.#timer);
    }
    const answer = itemId === null ? undefined : this.#answers.get(itemId);
    if (!answer || answer.bytes === 0) return null;
    const share = (playedMs * BYTES_PER_MS) / answer.bytes;
    return share >= 1 ? null : cutAtWord(answer.text, share);
  }

  /** A tool is called: an answer without words ends with it. */
  calledTool(): void {
    if (this.#answer === null) this.#options.listener.onResponseDone('completed', null);
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#kept = null;
  }

  /** A new answer; null when it is not for the caller. */
  #begin(): Answer | null {
    if (this.#kept !== null && this.#count > 0) this.#dropFirstWords();
    const isWanted = !this.#held || this.#asked > 0 || this.#kept !== null;
    this.#asked = Math.max(0, this.#asked - 1);
    if (!isWanted) {
      this.#muted = true;
      return null;
    }
    const now = this.#options.now();
    const id = `${this.#options.prefix}_said_${++this.#count}`;
    const answer = { id, text: '', isTold: false, bytes: 0, lastSoundAt: now, isCut: false };
    this.#answer = answer;
    this.#answers.set(id, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
    this.#watch(QUIET_MS);
    return answer;
  }

  #watch(inMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), inMs);
  }

  #look(): void {
    const answer = this.#answer;
    if (!answer) return;
    const quietMs = this.#options.now() - answer.lastSoundAt;
    const patience = answer.bytes === 0 ? SOUNDLESS_MS : answer.isTold ? QUIET_MS : WORDLESS_MS;
    if (quietMs >= patience) this.#close('completed');
    else this.#watch(patience - quietMs);
  }

  #close(status: 'completed' | 'cancelled'): void {
    const answer = this.#answer;
    if (!answer) return;
    clearTimeout(this.#timer);
    this.#answer = null;
    answer.isCut = status === 'cancelled';
    const { listener } = this.#options;
    this.#report(() => {
      if (status === 'completed' && answer.text !== '') listener.onAgentTranscript(answer.id, answer.text, true);
      listener.onResponseDone(status, null);
    });
  }

  get #keepsTooMuch(): boolean {
    return this.#kept !== null && this.#kept.length >= MAX_KEPT;
  }

  #tell(answer: Answer, whole: string, final: boolean): void {
    const text = whole.length > MAX_LETTERS ? whole.slice(0, MAX_LETTERS).toWellFormed() : whole;
    answer.text = text;
    this.#report(() => this.#options.listener.onAgentTranscript(answer.id, text, final));
  }

  /** Tells the session, or keeps it until the first words are asked for. */
  #report(report: () => void): void {
    if (this.#kept === null) report();
    else this.#kept.push(report);
  }

  /** Nobody asked for the first words, and something else follows. */
  #dropFirstWords(): void {
    if (this.#kept === null) return;
    this.#kept = null;
    this.#answer = null;
    clearTimeout(this.#timer);
    this.#muted = this.#count > 0;
  }
}
