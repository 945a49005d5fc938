import { newId } from '@leadlock/core/ids';
import { toStorableText } from '@leadlock/core/storable-text';
import { MULAW_BYTES_PER_MS } from '../audio/mulaw.ts';
import type { EncodedAudio, MulawAudio } from '../contracts/audio.ts';
import type {
  Aside,
  RealtimeListener,
  RealtimeSession,
  RealtimeSessionConfig,
  TurnDetection,
} from '../contracts/realtime-provider.ts';
import type { Dialogue, DialogueStep } from './dialogue/dialogue.ts';
import { knownNames } from './dialogue/known-names.ts';
import { sentencesOf } from './dialogue/prompt-knowledge.ts';
import { DEFAULT_LOCAL_VOICE, LOCAL_VOICES } from './descriptor.ts';
import type { EarOptions } from './engine/messages.ts';
import type { Ear } from './engine/listening.ts';
import type { EngineOnDemand } from './engine-on-demand.ts';
import { hearAside } from './hear-aside.ts';
import { createSpokenItem, type SpokenItem } from './spoken-item.ts';

const ONE_MOMENT = 'One moment, please.';
const CHUNK_BYTES = 200 * MULAW_BYTES_PER_MS;
/** How long a pause ends a turn when the agent asks for a judgement instead of a time. */
const SEMANTIC_SILENCE_MS = { low: 1000, medium: 600, auto: 600, high: 350 };

export interface LocalSessionParts {
  engine: EngineOnDemand;
  dialogue: Dialogue;
}

/** One conversation: an ear, a dialogue and a voice, in the order of events that remote providers have. */
export function createLocalSession(
  config: RealtimeSessionConfig,
  listener: RealtimeListener,
  { engine: shared, dialogue }: LocalSessionParts,
): RealtimeSession {
  const voice = LOCAL_VOICES.find((name) => name === config.voice) ?? DEFAULT_LOCAL_VOICE;
  const toolNames = new Map<string, string>();
  for (const item of config.history ?? []) {
    if (item.kind === 'tool' && item.output === null) toolNames.set(item.call.id, item.call.name);
  }
  const opening = shared.use();
  let ear: Ear | null = null;
  let closed = false;
  /** One answer after the other: each waits for the one before. */
  let answers: Promise<void> = Promise.resolve();
  /** Goes up with every interruption; an answer that began before falls silent. */
  let generation = 0;
  let answering = false;
  /** Answers whose turn has not come. */
  let pending = 0;
  let lastItem: SpokenItem | null = null;
  /** What the caller said, did or wrote, until it is answered. */
  let unanswered: { itemId: string; text: string }[] = [];
  /** What the caller says is answered only when that is asked for. */
  let held = false;

  function end(failed: boolean, reason: string, retryable: boolean): void {
    if (closed) return;
    closed = true;
    generation++;
    ear?.close();
    shared.release();
    listener.onClosed({ failed, reason, retryable });
  }

  async function start(): Promise<void> {
    const engine = await opening;
    if (closed) return;
    const names = knownNames(config.instructions, config.tools);
    ear = engine.listen(
      { ...earOptions(config.turnDetection), names },
      {
        onSpeechStarted: () => listener.onSpeechStarted(),
        onSpeechStopped: () => listener.onSpeechStopped(),
        onUtterance(recognized) {
          const text = toStorableText(recognized);
          if (text !== '') {
            const itemId = `item_${newId()}`;
            listener.onUserTranscript(itemId, text, true);
            unanswered.push({ itemId, text });
          }
          if (!held) answer(() => dialogue.next(takeUnanswered() ?? ''));
        },
        onError: (error) => listener.onWarning('recognition_failed', error.message),
        onClosed(error) {
          shared.lost(opening);
          end(true, error.message, true);
        },
      },
    );
    listener.onReady();
  }

  /**
   * Queues an answer, which an interruption from now on drops. `think` runs when its turn has come, so that a dialogue never
   * thinks about two things at once.
   */
  function answer(think: () => Promise<DialogueStep>): void {
    const mine = generation;
    const current = (): boolean => !closed && generation === mine;
    pending++;
    answers = answers.then(async () => {
      pending--;
      if (closed) return;
      answering = true;
      lastItem = null;
      try {
        await perform(await think(), current);
        if (closed) return;
        if (current()) listener.onResponseDone('completed', null);
        else listener.onResponseDone('cancelled', null, { discarded: true });
      } catch (error) {
        if (closed) return;
        listener.onWarning('answer_failed', error instanceof Error ? error.message : String(error));
        listener.onResponseDone('failed', null);
      } finally {
        answering = false;
      }
    });
  }

  function takeUnanswered(): string | null {
    const taken = unanswered.length === 0 ? null : unanswered.map(({ text }) => text).join('\n');
    unanswered = [];
    return taken;
  }

  const say = (text: string): void =>
    answer(() => {
      dialogue.remember?.({ kind: 'said', text });
      return Promise.resolve({ say: text, toolCalls: [] });
    });

  async function perform(step: DialogueStep, current: () => boolean): Promise<void> {
    const sentences = sentencesOf(toStorableText(step.say));
    if (!current()) dialogue.remember?.({ kind: 'interrupted', heard: '' });
    else if (sentences.length > 0) await speakSentences(sentences, current);
    if (!current()) {
      for (const { name } of step.toolCalls) dialogue.remember?.({ kind: 'withdrawn', name });
      return;
    }
    for (const call of step.toolCalls) {
      const id = `call_${newId()}`;
      toolNames.set(id, call.name);
      listener.onToolCall({ id, name: call.name, arguments: JSON.stringify(call.arguments) });
    }
  }

  /** Each sentence goes out while it is still being made. */
  async function speakSentences(sentences: string[], current: () => boolean): Promise<void> {
    const engine = await opening;
    const item = createSpokenItem(`item_${newId()}`);
    lastItem = item;
    for (const sentence of sentences) {
      const before = item.text;
      const begin = (): void => {
        if (before === '') listener.onItemStarted(item.id);
        item.add(sentence);
        listener.onAgentTranscript(item.id, item.text, false);
      };
      const audio = await engine.synthesize(sentence, voice, (block) => {
        if (item.text === before && current()) begin();
        for (let at = 0; at < block.length && current(); at += CHUNK_BYTES)
          listener.onAudio(encoded(block.subarray(at, at + CHUNK_BYTES)));
      });
      if (!current()) return;
      // A sentence without a word in it has no sound.
      if (item.text === before) begin();
      item.lasts(audio.length);
    }
    if (current()) listener.onAgentTranscript(item.id, item.text, true);
  }

  start().catch((error: unknown) => {
    shared.lost(opening);
    end(true, error instanceof Error ? error.message : String(error), false);
  });

  return {
    sendAudio(audio) {
      ear?.hear(Buffer.from(audio.toString('latin1'), 'base64'));
    },
    hearAside(audio: MulawAudio, told: (aside: Aside) => void) {
      opening
        .then((engine) => hearAside(engine, audio))
        .then(
          (recognized) => {
            const aside = { itemId: `item_${newId()}`, words: toStorableText(recognized) };
            if (closed) return;
            if (aside.words !== '') unanswered.push({ itemId: aside.itemId, text: aside.words });
            told(aside);
          },
          (error: unknown) => {
            if (!closed) listener.onWarning('recognition_failed', String(error));
          },
        );
    },
    forget(itemId) {
      unanswered = unanswered.filter((turn) => turn.itemId !== itemId);
    },
    sayOneMoment: () => say(ONE_MOMENT),
    holdAnswers(hold) {
      held = hold;
    },
    speak(text) {
      if (text !== undefined) return say(text);
      answer(() => dialogue.next(takeUnanswered()));
    },
    addText(role, text) {
      if (closed) return;
      if (role === 'user') unanswered.push({ itemId: '', text });
      else dialogue.remember?.({ kind: 'note', text });
    },
    update: (changes) => dialogue.change?.(changes),
    interrupt(itemId, playedMs) {
      if (closed) return;
      if (answering || pending > 0) generation++;
      // An answer that is still being thought about is dropped when it comes.
      if (!lastItem || (itemId !== lastItem.id && !answering)) return;
      const heard = lastItem.heardAfter(itemId === lastItem.id ? playedMs : 0);
      if (answering || heard !== lastItem.text) dialogue.remember?.({ kind: 'interrupted', heard });
      lastItem = null;
    },
    sendToolResult(toolCallId, output, respond) {
      const name = toolNames.get(toolCallId);
      if (closed || name === undefined) return;
      toolNames.delete(toolCallId);
      if (respond) return answer(() => dialogue.toolResult(name, output));
      answers = answers.then(async () => {
        await dialogue.toolResult(name, output).catch(() => undefined);
        // It was thought but will not be said.
        dialogue.remember?.({ kind: 'interrupted', heard: '' });
      });
    },
    close: () => end(false, 'closed', false),
  };
}

function earOptions({ kind, eagerness, silenceDurationMs, threshold }: TurnDetection): EarOptions {
  return {
    silenceMs: kind === 'semantic' ? SEMANTIC_SILENCE_MS[eagerness] : silenceDurationMs,
    threshold: Math.min(0.9, Math.max(0.1, threshold)),
  };
}

const encoded = (mulaw: Uint8Array): EncodedAudio =>
  Buffer.from(Buffer.from(mulaw.buffer, mulaw.byteOffset, mulaw.byteLength).toString('base64'), 'latin1');
