import type { EncodedAudio } from '../../contracts/audio.ts';
import type { Aside } from '../../contracts/realtime-provider.ts';
import type { CallMachine } from '../call-machine.ts';
import type { CallPolicy } from '../call-policy.ts';
import type { Transcript } from '../transcript.ts';
import type { VoiceSide } from '../voice/voice-side.ts';
import type { AgentLine } from './agent-line.ts';
import { isBackchannel } from './backchannels.ts';
import type { CallerTurn } from './caller-turn.ts';
import { OverlapEar } from './overlap-ear.ts';
import { UplinkGate } from './uplink-gate.ts';

/** What is said so shortly before the agent has finished is the answer to it, and no comment. */
const LAST_WORDS_MS = 1000;

/** Something brief that the caller said while the agent speaks. */
interface Asked {
  at: number;
  /** The voice has heard the sound of it since, so that its words would be there twice. */
  isHeard: boolean;
  /** Something else was said before its words were known. */
  hasMore: boolean;
}

export interface OverlapOptions {
  machine: CallMachine;
  policy: CallPolicy;
  transcript: Transcript;
  voice: Pick<VoiceSide, 'sendAudio' | 'hearAside' | 'forget'>;
  agent: AgentLine;
  turn: CallerTurn;
  now: () => number;
  onTurn: () => void;
}

/**
 * What the caller does while the agent speaks, the same with every provider: the voice hears none of it until it is known
 * to be more than a cough, the line's noise or "uh-huh". Otherwise the caller's audio goes straight to it.
 */
export class Overlap {
  readonly #options: OverlapOptions;
  readonly #gate: UplinkGate;
  readonly #ear: OverlapEar;
  #isShut = false;
  /** The caller has said something that is to be heard once the agent has finished. */
  #waitsForEnd = false;
  /** Something brief whose words are being asked for. */
  #asked: Asked | null = null;
  /** How many times the voice had to be told what the caller said meanwhile. */
  #untold = 0;

  constructor(options: OverlapOptions) {
    const { shortestMs, heedsEmphasis } = options.policy.interruptions;
    this.#options = options;
    this.#gate = new UplinkGate((audio) => options.voice.sendAudio(audio));
    this.#ear = new OverlapEar(shortestMs, heedsEmphasis);
  }

  /** 50 frames a second and call pass here. */
  hear(audio: EncodedAudio): void {
    const { machine, voice, turn } = this.#options;
    const { playing, callerSpeaking, takingTurn } = machine.state;
    if (takingTurn) return this.#ignore(audio);
    if (!playing || callerSpeaking || !this.#isGuarded()) {
      // The agent has finished while the caller says something, or has just said it.
      if (this.#isShut) this.#open(this.#waitsForEnd || this.#ear.isListening);
      if (callerSpeaking && turn.isLoud) this.#ear.learn(turn.level);
      voice.sendAudio(audio);
      return;
    }
    if (!this.#isShut) this.#shut();
    this.#gate.withhold(audio);
    this.#judge(audio);
  }

  /** Whoever speaks without end is not heard while the agent takes its turn. */
  #ignore(audio: EncodedAudio): void {
    if (!this.#isShut) this.#shut();
    this.#gate.withhold(audio);
    this.#gate.keepPreRoll();
  }

  /** Words that nothing may cut off, and goodbyes, have rules of their own. */
  #isGuarded(): boolean {
    const { phase, opening } = this.#options.machine.state;
    return phase !== 'closing' && opening?.owed !== true;
  }

  #shut(): void {
    this.#isShut = true;
    this.#asked = null;
    this.#waitsForEnd = false;
    this.#gate.clear();
    this.#ear.reset();
  }

  /** The caller is heard again; `isSpeech`: from their first sound on. */
  #open(isSpeech: boolean): void {
    this.#isShut = false;
    if (this.#asked && isSpeech) this.#asked.isHeard = true;
    this.#asked = null;
    if (isSpeech) this.#gate.release();
    else this.#gate.clear();
    this.#ear.reset();
  }

  #onInterruption(): void {
    const { machine } = this.#options;
    machine.dispatch({ type: 'caller_interrupts' });
    if (!machine.state.playing) this.#open(true);
  }

  #judge(audio: EncodedAudio): void {
    const { turn } = this.#options;
    switch (this.#ear.hear(audio, turn.level, turn.noise)) {
      case 'nothing':
      case 'noise':
        if (!this.#waitsForEnd && !this.#asked) this.#gate.keepPreRoll();
        return;
      case 'sound':
        return;
      case 'brief':
        return this.#onBrief();
      case 'speech':
        return this.#onInterruption();
    }
  }

  #onBrief(): void {
    const { machine, agent } = this.#options;
    if (!machine.state.responding && agent.leftMs <= LAST_WORDS_MS) {
      this.#waitsForEnd = true;
      return;
    }
    if (this.#asked) this.#asked.hasMore = true;
    else this.#ask();
  }

  /** What is asked about is kept until its words are known: whoever goes on speaking is heard from the first word on. */
  #ask(): void {
    const { machine, voice, now } = this.#options;
    const asked: Asked = { at: now(), isHeard: false, hasMore: false };
    this.#asked = asked;
    if (voice.hearAside(this.#gate.kept(), (aside) => this.#onWords(aside, asked))) return;
    this.#asked = null;
    machine.dispatch({ type: 'caller_murmurs' });
    this.#gate.release();
  }

  #onWords({ itemId, words }: Aside, asked: Asked): void {
    const { machine, policy, transcript, voice, turn, onTurn } = this.#options;
    const isPending = this.#asked === asked;
    if (isPending) this.#asked = null;
    if (machine.state.phase === 'closed') return;
    if (asked.isHeard) return voice.forget(itemId);
    if (words.trim() === '' || isBackchannel(words, policy.interruptions.backchannels)) {
      voice.forget(itemId);
      if (isPending && asked.hasMore) return this.#ask();
      if (isPending && !this.#ear.isListening) this.#gate.keepPreRoll();
      return;
    }
    if (isPending && (asked.hasMore || this.#ear.isListening)) {
      voice.forget(itemId);
      return this.#onInterruption();
    }
    const { at } = asked;
    const isUntold = itemId === '';
    const id = isUntold ? `aside_${++this.#untold}` : itemId;
    turn.typed(at);
    transcript.userStarted(id, at);
    transcript.userStopped(at);
    transcript.userText(id, words, at, true);
    machine.dispatch({ type: 'caller_interjects', untold: isUntold ? words : null });
    onTurn();
  }
}
