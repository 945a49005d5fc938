import type { EncodedAudio } from '../../contracts/audio.ts';
import { Voicing } from './voicing.ts';

/** Mean amplitude (of 32,635), about -46 dB: below it nobody speaks into a telephone. */
const AUDIBLE = 150;
/** What stands out of the line's noise by so much (about 10 dB) is a sound of its own. */
const ABOVE_NOISE = 3;
/** What is so much below the caller's own loudness (12 dB) is the agent's echo, or somebody else in the room. */
const OF_CALLER = 0.25;
/** So much above it (6 dB) is somebody who wants to be heard at once, after so many frames. */
const EMPHATIC = 2;
const EMPHATIC_FRAMES = 12;
/** Frames of 20 ms without a sound that end an utterance. The stop in the middle of "okay" is half as long. */
const END_FRAMES = 8;
/** So many without a voice end it even if something is heard: the breath in the middle of "of course" is shorter. */
const UNVOICED_FRAMES = 14;
/** Voiced frames of the shortest word ("stop"), and their share of what is heard. Coughs have less. */
const SHORTEST_WORD = 4;
const VOICED_SHARE = 0.25;
/** Whoever is so far (8 dB) below their peak may be ending, and is given so much longer. */
const STRONG = 0.4;
const LETTING_OFF_FRAMES = 10;
/** A sound whose loudness varies by less than this (2.3 dB) over so many frames is a tone. */
const STEADY = 1.3;
const STEADY_FRAMES = 15;
/** Loud frames after which the caller's own loudness is known. */
const KNOWN_FRAMES = 40;
const LEARNING = 0.05;

/** What was heard by now: nothing, something, or something that is over or has gone on for long enough to be judged. */
export type Heard =
  | 'nothing'
  /** A voice, perhaps, that is not over. */
  | 'sound'
  /** It was no voice. */
  | 'noise'
  /** A word or two, which are over: agreement, or an interruption. */
  | 'brief'
  /** Somebody speaks for so long, or so emphatically, that they want to be heard. */
  | 'speech';

/**
 * Judges what a caller does while the agent speaks, by its length, its loudness and whether it is a voice. Counts frames,
 * never the clock, so that a line that stutters gives the same verdicts.
 */
export class OverlapEar {
  readonly #speechFrames: number;
  readonly #heedsEmphasis: boolean;
  readonly #voicing = new Voicing();
  /** Mean amplitude of the caller's own speech; 0 while it is not known. */
  #callerLevel = 0;
  #callerFrames = 0;
  /** Of the utterance that is heard, in frames. */
  #span = 0;
  #voiced = 0;
  #audible = 0;
  #sinceVoice = 0;
  #sinceSound = 0;
  #peak = 0;
  #sum = 0;
  #floor = Infinity;
  /** It was judged, and is not over. */
  #isJudged = false;

  /** @param shortestMs how long somebody speaks who interrupts */
  constructor(shortestMs: number, heedsEmphasis: boolean) {
    this.#speechFrames = Math.ceil(shortestMs / 20);
    this.#heedsEmphasis = heedsEmphasis;
  }

  /** Something is heard that was not judged yet. */
  get isListening(): boolean {
    return this.#span > 0 && !this.#isJudged;
  }

  /** The caller's turn: how loud they are. */
  learn(level: number): void {
    this.#callerFrames++;
    this.#callerLevel += (level - this.#callerLevel) * (this.#callerFrames === 1 ? 1 : LEARNING);
  }

  /** One frame of 20 ms. @param noise the line's own loudness */
  hear(audio: EncodedAudio, level: number, noise: number): Heard {
    const isKnown = this.#callerFrames >= KNOWN_FRAMES;
    const threshold = Math.max(AUDIBLE, noise * ABOVE_NOISE, isKnown ? this.#callerLevel * OF_CALLER : 0);
    const isAudible = level > threshold;
    if (this.#span === 0 && !isAudible) return 'nothing';
    if (this.#span === 0) this.#voicing.reset();
    const isVoiced = this.#voicing.isVoiced(audio) && isAudible;
    this.#count(level, isAudible, isVoiced);
    if (this.#isOver) return this.#end();
    if (this.#isJudged) return 'sound';
    if (this.#isSteady()) return this.#judge('noise');
    return this.#insists(level, isKnown) ? this.#judge('speech') : 'sound';
  }

  get #isOver(): boolean {
    return this.#sinceSound >= END_FRAMES || this.#sinceVoice >= UNVOICED_FRAMES;
  }

  /** Whatever is heard now does not matter any more. */
  reset(): void {
    this.#span = this.#voiced = this.#audible = this.#sinceVoice = this.#sinceSound = this.#peak = this.#sum = 0;
    this.#floor = Infinity;
    this.#isJudged = false;
  }

  #count(level: number, isAudible: boolean, isVoiced: boolean): void {
    this.#span++;
    this.#sinceSound = isAudible ? 0 : this.#sinceSound + 1;
    this.#sinceVoice = isVoiced ? 0 : this.#sinceVoice + 1;
    if (isAudible) this.#audible++;
    if (!isVoiced) return;
    this.#voiced++;
    this.#sum += level;
    this.#peak = Math.max(this.#peak, level);
    // The first frames hold the onset.
    if (this.#voiced > 2) this.#floor = Math.min(this.#floor, level);
  }

  #judge(heard: Heard): Heard {
    this.#isJudged = true;
    return heard;
  }

  #end(): Heard {
    const { isListening } = this;
    const isWord = this.#voiced >= SHORTEST_WORD && this.#voiced >= this.#audible * VOICED_SHARE;
    this.reset();
    if (!isListening) return 'nothing';
    return isWord ? 'brief' : 'noise';
  }

  #isSteady(): boolean {
    return this.#voiced >= STEADY_FRAMES && this.#peak < this.#floor * STEADY;
  }

  #insists(level: number, isKnown: boolean): boolean {
    // Without its silences: two short words with a stop between them are no sentence.
    const frames = this.#audible;
    if (this.#sinceVoice > 0 || this.#voiced < frames * VOICED_SHARE) return false;
    if (frames >= this.#speechFrames + LETTING_OFF_FRAMES) return true;
    if (frames >= this.#speechFrames && level >= this.#peak * STRONG) return true;
    const isLoud = isKnown && this.#sum >= this.#voiced * this.#callerLevel * EMPHATIC;
    return this.#heedsEmphasis && isLoud && frames >= EMPHATIC_FRAMES;
  }
}
