import { setTimeout as sleep } from 'node:timers/promises';
import { MULAW_BYTES_PER_MS } from '@leadlock/voice/audio';
import type { DialogueStep, LocalVoice, SpeechEngine } from '@leadlock/voice/local';
import { spokenSentences, type SpokenSentence } from '../audio/spoken-sentences.ts';
import { createEncoder } from '../realtime/audio-format.ts';
import { withoutSound, type SessionFault } from '../realtime/faults.ts';
import type { JsonObject } from '../realtime/json.ts';

const RATE = 24_000;
/** Audio leaves in pieces of this length, five times as fast as it plays. */
const PIECE_MS = 200;
const PIECE_EVERY_MS = 40;

export interface AnswerContext {
  engine: () => Promise<SpeechEngine>;
  voice: LocalVoice;
  transcribes: boolean;
  fault: SessionFault | null;
  /** Nothing of it can be heard any more, for a test. */
  isSoundless: () => boolean;
  /** It can think from then on. */
  ready: Promise<void>;
  think: () => Promise<DialogueStep>;
  /** What was thought of is neither said nor done: it was interrupted before. */
  drop: (step: DialogueStep) => void;
  /** Tools that are not called: it was interrupted before. */
  withdraw: (calls: DialogueStep['toolCalls']) => void;
  send: (content: JsonObject) => void;
  callTools: (calls: DialogueStep['toolCalls']) => void;
  /** All of it was generated. */
  onOver: (spoken: { text: string; ms: number }, turnCompleteReason: string | null) => void;
  fail: (reason: string) => void;
}

/** One turn of the model, until it is over or interrupted. */
export class Answer {
  readonly #context: AnswerContext;
  readonly #said: string[] = [];
  #ms = 0;
  #isOver = false;

  constructor(context: AnswerContext) {
    this.#context = context;
    setImmediate(() => {
      this.#run().catch((error: unknown) => context.fail(error instanceof Error ? error.message : String(error)));
    });
  }

  /** Ends it where it is. What the server takes for said. */
  interrupt(): string {
    this.#isOver = true;
    return this.#said.join(' ');
  }

  async #run(): Promise<void> {
    const { fault, ready, think, callTools } = this.#context;
    await ready;
    // What is new is for the answer that follows.
    if (this.#isOver) return;
    if (fault?.kind === 'no-answer') return;
    if (fault?.kind === 'rate-limit') return this.#context.fail('Resource has been exhausted (e.g. check quota).');
    const step = await think();
    if (this.#isOver) return this.#context.drop(step);
    const { say, toolCalls } = step;
    const sentences = say.split(/(?<=[.!?])\s+/).filter((part) => part !== '');
    if (sentences.length > 0) {
      const engine = await this.#context.engine();
      for await (const spoken of spokenSentences(engine, this.#context.voice, sentences)) {
        if (this.#isOver) break;
        await this.#say(spoken);
      }
    }
    if (this.#isOver) return this.#context.withdraw(toolCalls);
    if (toolCalls.length > 0) {
      this.#isOver = true;
      callTools(toolCalls);
    } else if (fault?.kind !== 'no-done') {
      this.#finish(null);
    }
  }

  async #say({ sentence, audio }: SpokenSentence): Promise<void> {
    const { transcribes, fault, send } = this.#context;
    const text = this.#said.length > 0 ? ` ${sentence}` : sentence;
    this.#said.push(sentence);
    if (transcribes) send({ outputTranscription: { text } });
    if (fault?.kind === 'words-only') return;
    const encode = createEncoder({ type: 'audio/pcm', rate: RATE });
    for (let at = 0; at < audio.length && !this.#isOver; at += PIECE_MS * MULAW_BYTES_PER_MS) {
      const part = audio.subarray(at, at + PIECE_MS * MULAW_BYTES_PER_MS);
      const piece = this.#context.isSoundless() ? withoutSound(part) : part;
      const data = encode(piece).toString('base64');
      send({ modelTurn: { parts: [{ inlineData: { mimeType: `audio/pcm;rate=${RATE}`, data } }] } });
      this.#ms += piece.length / MULAW_BYTES_PER_MS;
      this.#breakOff();
      await sleep(PIECE_EVERY_MS);
    }
  }

  /** Ends in the middle, where a fault wants it to. */
  #breakOff(): void {
    const { fault, fail } = this.#context;
    if (this.#isOver || (fault?.kind !== 'incomplete' && fault?.kind !== 'failed') || this.#ms < fault.afterMs) return;
    if (fault.kind === 'incomplete') this.#finish('RESPONSE_REJECTED');
    else fail('Internal error encountered.');
  }

  #finish(turnCompleteReason: string | null): void {
    this.#isOver = true;
    this.#context.onOver({ text: this.#said.join(' '), ms: this.#ms }, turnCompleteReason);
  }
}
