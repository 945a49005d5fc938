import { setTimeout as sleep } from 'node:timers/promises';
import { MULAW_BYTES_PER_MS } from '@leadlock/voice/audio';
import type { SpeechEngine } from '@leadlock/voice/local';
import { spokenSentences } from '../audio/spoken-sentences.ts';
import { createEncoder } from './audio-format.ts';
import { messageText, newItem, type Conversation, type ConversationItem } from './conversation.ts';
import type { RealtimeServerDialect, SessionSettings } from './dialect.ts';
import { withoutSound, type SessionFault } from './faults.ts';
import { newId } from './ids.ts';
import { listAt, textAt, type JsonObject } from './json.ts';
import type { Mind } from './mind.ts';
import type { TokenCounter } from './usage.ts';

/** Audio leaves in pieces of this length, five times as fast as it plays: an answer can still be cut off. */
const PIECE_MS = 200;
const PIECE_EVERY_MS = 40;

export interface ResponseRequest {
  /** Said as it is, without a thought. */
  verbatim: string | null;
  /** For this answer alone. */
  instructions: string | null;
  toolsAllowed: boolean;
  metadata: unknown;
}

/** What an answer needs of its session. */
export interface ResponseContext {
  dialect: RealtimeServerDialect;
  settings: SessionSettings;
  /** The session as the protocol shows it. */
  session: JsonObject;
  conversationId: string;
  conversation: Conversation;
  mind: Mind;
  tokens: TokenCounter;
  engine: () => Promise<SpeechEngine>;
  /** What goes wrong with it, for a test. */
  fault: SessionFault | null;
  /** Nothing of it can be heard any more, for a test. */
  isSoundless: () => boolean;
  send: (event: JsonObject) => void;
  sendBinary: (audio: Buffer) => void;
  onSpoken: () => void;
  onOver: () => void;
}

type CancelReason = 'turn_detected' | 'client_cancelled';

/** One answer, from `response.created` to `response.done`. */
export class RealtimeResponse {
  readonly id = newId('resp');
  readonly #request: ResponseRequest;
  readonly #context: ResponseContext;
  readonly #outputs: ConversationItem[] = [];
  #speaking: ConversationItem | null = null;
  #over = false;
  /** Run once the answer is heard, or ends without a sound. */
  #onHeard: (() => void)[] = [];
  #heard = false;
  #onOver: ((leftMs: number) => void) | null = null;
  #firstSoundAt = 0;

  constructor(request: ResponseRequest, context: ResponseContext) {
    this.#request = request;
    this.#context = context;
    context.send({ type: 'response.created', response: this.#wire('in_progress') });
    if (context.dialect.reportsRateLimits) context.send({ type: 'rate_limits.updated', rate_limits: rateLimits() });
    // Whoever asked knows the answer before it goes on.
    setImmediate(() => {
      this.#run().catch((error: unknown) => this.#fail(error));
    });
  }

  /** Tells how much of it is left to be played when all has been sent. */
  whenOver(work: (leftMs: number) => void): void {
    this.#onOver = work;
  }

  whenHeard(work: () => void): void {
    if (this.#heard) work();
    else this.#onHeard.push(work);
  }

  cancel(reason: CancelReason): void {
    if (this.#over) return;
    const cut = this.#speaking;
    if (cut) {
      this.#closeMessage(cut, 'incomplete');
      this.#context.mind.interrupted(messageText(cut));
    }
    this.#finish('cancelled', { type: 'cancelled', reason });
  }

  /** Ends without a word: nobody listens any more. */
  abandon(): void {
    this.#over = true;
  }

  async #run(): Promise<void> {
    const { mind, conversation } = this.#context;
    const { verbatim, instructions, toolsAllowed } = this.#request;
    const { fault } = this.#context;
    // Cancelled before it began: what is new is for the answer that follows.
    if (this.#over || fault?.kind === 'no-answer') return;
    if (fault?.kind === 'rate-limit') return this.#finish('failed', rateLimited(fault.retryAfterMs));
    if (verbatim !== null) mind.said(verbatim);
    const step =
      verbatim !== null ? { say: verbatim, toolCalls: [] } : await mind.answer(conversation.takeNews(), instructions);
    if (this.#over) return mind.drop(step);
    if (step.say !== '') await this.#say(step.say);
    if (this.#over) return step.toolCalls.forEach(({ name }) => mind.withdrawn(name));
    if (toolsAllowed) for (const call of step.toolCalls) this.#callTool(call.name, JSON.stringify(call.arguments));
    this.#finish('completed', null);
  }

  async #say(text: string): Promise<void> {
    const { send } = this.#context;
    const item = newItem({ type: 'message', role: 'assistant', status: 'in_progress', content: [] });
    this.#begin(item);
    this.#speaking = item;
    const speaks = this.#speaks;
    send({ type: 'response.content_part.added', ...this.#place(item), part: speaks ? audioPart('') : textPart('') });
    if (!speaks) this.#write(item, sentencesOf(text));
    else if (!(await this.#speak(item, sentencesOf(text)))) return;
    this.#closeMessage(item, 'completed');
  }

  #write(item: ConversationItem, sentences: string[]): void {
    const { dialect, send } = this.#context;
    for (const sentence of sentences) {
      item.sentences.push({ text: sentence, ms: 1 });
      send({ type: `${dialect.textEvents}.delta`, ...this.#place(item), delta: `${sentence} ` });
      this.#nowHeard();
    }
  }

  /** False: it was cancelled, or broke off. */
  async #speak(item: ConversationItem, sentences: string[]): Promise<boolean> {
    const { settings, send } = this.#context;
    const encode = createEncoder(settings.output);
    const engine = await this.#context.engine();
    for await (const { sentence, audio } of spokenSentences(engine, settings.voice, sentences)) {
      if (this.#over) return false;
      const delta = item.sentences.length > 0 ? ` ${sentence}` : sentence;
      item.sentences.push({ text: sentence, ms: audio.length / MULAW_BYTES_PER_MS });
      send({ type: 'response.output_audio_transcript.delta', ...this.#place(item), delta });
      for (let at = 0; at < audio.length; at += PIECE_MS * MULAW_BYTES_PER_MS) {
        const part = audio.subarray(at, at + PIECE_MS * MULAW_BYTES_PER_MS);
        const piece = this.#context.isSoundless() ? withoutSound(part) : part;
        item.audioMs += piece.length / MULAW_BYTES_PER_MS;
        this.#sendAudio(item, encode(piece));
        this.#nowHeard();
        if (this.#breaksOff(item)) return false;
        await sleep(PIECE_EVERY_MS);
        if (this.#over) return false;
      }
    }
    return !this.#over;
  }

  get #speaks(): boolean {
    return this.#context.settings.speaks && this.#context.fault?.kind !== 'words-only';
  }

  /** Ends in the middle, where a fault wants it to. */
  #breaksOff(item: ConversationItem): boolean {
    const { fault } = this.#context;
    if ((fault?.kind !== 'incomplete' && fault?.kind !== 'failed') || item.audioMs < fault.afterMs) return false;
    this.#closeMessage(item, 'incomplete');
    if (fault.kind === 'incomplete') this.#finish('incomplete', { type: 'incomplete', reason: fault.reason });
    else this.#finish('failed', { type: 'failed', error: { type: 'server_error', code: null, message: SERVER_ERROR } });
    return true;
  }

  #sendAudio(item: ConversationItem, audio: Buffer): void {
    const { settings, send, sendBinary, onSpoken } = this.#context;
    this.#firstSoundAt ||= performance.now();
    onSpoken();
    if (settings.binaryOutput) sendBinary(audio);
    else send({ type: 'response.output_audio.delta', ...this.#place(item), delta: audio.toString('base64') });
  }

  #closeMessage(item: ConversationItem, status: 'completed' | 'incomplete'): void {
    const { dialect, send } = this.#context;
    const text = item.sentences.map((sentence) => sentence.text).join(' ');
    const place = this.#place(item);
    if (this.#speaks) {
      send({ type: 'response.output_audio.done', ...place });
      send({ type: 'response.output_audio_transcript.done', ...place, transcript: text });
      send({ type: 'response.content_part.done', ...place, part: audioPart(text) });
      item.wire.content = [{ type: 'output_audio', transcript: text }];
    } else {
      send({ type: `${dialect.textEvents}.done`, ...place, text });
      send({ type: 'response.content_part.done', ...place, part: textPart(text) });
      item.wire.content = [{ type: 'output_text', text }];
    }
    this.#speaking = null;
    this.#end(item, status);
  }

  #callTool(name: string, args: string): void {
    const { send, mind } = this.#context;
    const callId = newId('call');
    mind.toolCalled(callId, name);
    const item = newItem({ type: 'function_call', status: 'in_progress', call_id: callId, name, arguments: '' });
    this.#begin(item);
    const { response_id, item_id, output_index } = this.#place(item);
    const place = { response_id, item_id, output_index, call_id: callId };
    send({ type: 'response.function_call_arguments.delta', ...place, delta: args });
    send({ type: 'response.function_call_arguments.done', ...place, name, arguments: args });
    item.wire.arguments = args;
    this.#end(item, 'completed');
  }

  #begin(item: ConversationItem): void {
    const { conversation, send } = this.#context;
    item.answered = true;
    this.#outputs.push(item);
    const output_index = this.#outputs.length - 1;
    send({ type: 'response.output_item.added', response_id: this.id, output_index, item: { ...item.wire } });
    const previous_item_id = conversation.add(item);
    send({ type: 'conversation.item.added', previous_item_id, item: { ...item.wire } });
  }

  #end(item: ConversationItem, status: 'completed' | 'incomplete'): void {
    const { send } = this.#context;
    item.wire.status = status;
    const output_index = this.#outputs.indexOf(item);
    send({ type: 'response.output_item.done', response_id: this.id, output_index, item: { ...item.wire } });
    send({ type: 'conversation.item.done', item: { ...item.wire } });
  }

  #finish(status: 'completed' | 'cancelled' | 'incomplete' | 'failed', details: JsonObject | null): void {
    this.#over = true;
    const { dialect, tokens, settings, send, onOver } = this.#context;
    const spokenMs = this.#outputs.reduce((sum, item) => sum + item.audioMs, 0);
    const written = this.#outputs.map((item) => messageText(item) + (textAt(item.wire, 'arguments') ?? '')).join('');
    const usage = tokens.answer(settings.instructions, spokenMs, written);
    const response = this.#wire(status);
    if (details) response.status_details = details;
    if (!dialect.usageBesideResponse) response.usage = usage;
    this.#nowHeard();
    const isTold = this.#context.fault?.kind !== 'no-done';
    if (isTold) send({ type: 'response.done', response, ...(dialect.usageBesideResponse && { usage }) });
    this.#onOver?.(Math.max(0, this.#firstSoundAt + spokenMs - performance.now()));
    onOver();
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    const message = error instanceof Error ? error.message : String(error);
    this.#finish('failed', { type: 'failed', error: { type: 'server_error', code: message } });
  }

  #nowHeard(): void {
    this.#heard = true;
    for (const work of this.#onHeard.splice(0)) work();
  }

  #place(item: ConversationItem) {
    return {
      response_id: this.id,
      item_id: item.wire.id,
      output_index: this.#outputs.indexOf(item),
      content_index: 0,
    };
  }

  #wire(status: string): JsonObject {
    const { conversationId, session, settings } = this.#context;
    const output = (session.audio as JsonObject | undefined)?.output;
    return {
      object: 'realtime.response',
      id: this.id,
      status,
      output: this.#outputs.map((item) => ({ ...item.wire, content: contentOf(item) })),
      conversation_id: conversationId,
      output_modalities: [settings.speaks ? 'audio' : 'text'],
      max_output_tokens: 'inf',
      audio: { output },
      metadata: this.#request.metadata ?? null,
    };
  }
}

const contentOf = (item: ConversationItem): JsonObject[] | undefined =>
  item.wire.type === 'message' ? listAt(item.wire, 'content') : undefined;
const SERVER_ERROR = 'The server had an error while processing your request. Sorry about that!';

const rateLimited = (retryAfterMs: number): JsonObject => ({
  type: 'failed',
  error: {
    type: 'requests',
    code: 'rate_limit_exceeded',
    message: `Rate limit reached for requests. Please try again in ${retryAfterMs / 1000}s.`,
  },
});

const audioPart = (transcript: string): JsonObject => ({ type: 'audio', transcript });
const textPart = (text: string): JsonObject => ({ type: 'text', text });
const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?]["”')]?)(?![.!?"”')])/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const rateLimits = (): JsonObject[] => [
  { name: 'requests', limit: 5000, remaining: 4999, reset_seconds: 0.012 },
  { name: 'tokens', limit: 400_000, remaining: 399_000, reset_seconds: 0.15 },
];
