import type { EncodedAudio } from '../../contracts/audio.ts';
import type {
  ProviderEnd,
  RealtimeListener,
  RealtimeSession,
  RealtimeSessionConfig,
} from '../../contracts/realtime-provider.ts';
import { newId } from '@leadlock/core/ids';
import { readBase64 } from '../../wire/base64-audio.ts';
import { numberAt, objectAt, parseObject, rawStringAt, stringAt, type JsonObject } from '../../wire/json.ts';
import { GarbageWatch } from '../connection/garbage-watch.ts';
import { DEFAULT_CONNECT_TIMEOUT_MS, ProviderConnection, type AudioFraming } from '../connection/connection.ts';
import type { ElevenLabsProviderOptions } from './account.ts';
import { AUDIO_FORMAT } from './agent-document.ts';
import { AgentTurns } from './agent-turns.ts';
import { calledTool } from './any-tool.ts';
import { AudioEventCutter } from './audio-event.ts';
import { CallerEars } from './caller-ears.ts';
import { endOf, endOfError } from './conversation-end.ts';
import { findConversation, type Conversation } from './find-conversation.ts';
import {
  contextualUpdate,
  goOn,
  heardOnly,
  initiation,
  pong,
  sayExactly,
  toolResult,
  userMessage,
} from './messages.ts';

const APPEND_AUDIO: AudioFraming = {
  kind: 'text',
  head: Buffer.from('{"user_audio_chunk":"'),
  tail: Buffer.from('"}'),
};
/** A pong is put off for no longer, and no more of them at once. */
const MAX_PONG_DELAY_MS = 5000;
const MAX_PONGS = 32;
const MAX_TOOL_CALLS = 256;
/** One conversation with an agent at ElevenLabs. */
export class ElevenLabsSession implements RealtimeSession {
  readonly #config: RealtimeSessionConfig;
  readonly #listener: RealtimeListener;
  readonly #turns: AgentTurns;
  readonly #ears: CallerEars;
  readonly #cutter = new AudioEventCutter();
  readonly #garbage: GarbageWatch;
  readonly #looking = new AbortController();
  readonly #connectDeadline: NodeJS.Timeout;
  readonly #pongs = new Set<NodeJS.Timeout>();
  readonly #toolCalls = new Set<string>();
  /** Of the results that were handed over one is to be told, while others are waited for. */
  #resultsOweAnswer = false;
  #connection: ProviderConnection | null = null;
  #ready = false;
  #ended = false;
  /** What the caller wrote or pressed, until the agent is asked to answer it. */
  #written: string[] = [];
  /** What we said for the caller: it is not to come back as theirs. */
  #lastMessage = '';

  constructor(options: ElevenLabsProviderOptions, config: RealtimeSessionConfig, listener: RealtimeListener) {
    this.#config = config;
    this.#listener = listener;
    this.#garbage = new GarbageWatch(listener, (end) => this.#end(end));
    const prefix = newId();
    const now = (): number => performance.now();
    this.#turns = new AgentTurns({ listener, prefix, now });
    this.#ears = new CallerEars({ listener, prefix, now, silenceMs: config.turnDetection.silenceDurationMs });
    const timeoutMs = options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS;
    this.#connectDeadline = setTimeout(
      () => this.#end({ failed: true, reason: 'connect_timeout', retryable: true }),
      timeoutMs,
    );
    findConversation(options, config, { timeoutMs, signal: this.#looking.signal })
      .then((conversation) => this.#connect(conversation, timeoutMs))
      .catch((error: unknown) => this.#end(endOf(error)));
  }

  sendAudio(audio: EncodedAudio): void {
    if (!this.#ready) return;
    this.#ears.hear(audio);
    this.#connection?.sendAudio(audio);
  }

  speak(text?: string): void {
    if (!this.#ready) return;
    if (text !== undefined && text === this.#firstWords && this.#turns.claimFirstWords()) return;
    this.#turns.asked();
    const written = this.#written.splice(0).join('\n');
    if (text !== undefined) {
      if (written !== '') this.#send(contextualUpdate(`The caller: ${written}`));
      this.#say(sayExactly(text));
    } else this.#say(written === '' ? goOn() : userMessage(written));
  }

  /** While a tool runs an agent there says nothing new; the sound of the tool, or our own voice, tells the caller. */
  sayOneMoment(): void {}

  holdAnswers(held: boolean): void {
    this.#turns.hold(held);
  }

  addText(role: 'user' | 'system', text: string): void {
    if (role === 'system') return this.#send(contextualUpdate(text));
    this.#written.push(text);
    // Nobody asks for an answer to it: the agent knows it all the same.
    queueMicrotask(() => {
      const written = this.#written.splice(0).join('\n');
      if (written !== '') this.#send(contextualUpdate(`The caller: ${written}`));
    });
  }

  /** Prompt and tools are set once a conversation: another one is needed (`updates`). */
  update(): void {}

  interrupt(itemId: string | null, playedMs: number): void {
    const heard = this.#turns.interrupt(itemId, playedMs);
    if (heard !== null) this.#send(heardOnly(heard));
  }

  sendToolResult(toolCallId: string, output: string, respond: boolean): void {
    if (!this.#toolCalls.delete(toolCallId)) {
      // An earlier session called it.
      this.#send(contextualUpdate(`The tool that still ran has answered: ${output}`));
      if (respond) this.speak();
      return;
    }
    this.#resultsOweAnswer ||= respond;
    if (respond) this.#turns.asked();
    else if (this.#toolCalls.size === 0 && !this.#resultsOweAnswer) this.#turns.ignoreNext();
    if (this.#toolCalls.size === 0) this.#resultsOweAnswer = false;
    this.#send(toolResult(toolCallId, output));
  }

  /** Its scores of voice activity come all the time, where they come at all. */
  askForSign(): boolean {
    return this.#ears.hasScores;
  }

  close(): void {
    this.#end({ failed: false, reason: 'closed', retryable: false });
  }

  /** What the agent was given to say at once; null in the middle of a conversation. */
  get #firstWords(): string | null {
    return (this.#config.history ?? []).length > 0 ? null : (this.#config.firstWords ?? null);
  }

  #connect({ url, listsTools }: Conversation, timeoutMs: number): void {
    if (this.#ended) return;
    if (this.#firstWords !== null) this.#turns.expectFirstWords();
    this.#connection = new ProviderConnection(
      { url, headers: {}, framing: APPEND_AUDIO, connectTimeoutMs: timeoutMs },
      {
        onOpen: () => this.#send(initiation(this.#config, { listsTools, firstMessage: this.#firstWords })),
        onMessage: (message) => this.#onMessage(message),
        onEnd: (end) => this.#end(end),
      },
    );
  }

  #say(message: JsonObject): void {
    this.#lastMessage = stringAt(message, 'text') ?? '';
    this.#send(message);
  }

  #send(message: JsonObject): void {
    this.#connection?.send(JSON.stringify(message));
  }

  #onMessage(message: Buffer): void {
    const sound = this.#turns.isFlowing ? this.#cutter.cut(message) : null;
    if (sound) {
      this.#garbage.readableAudio();
      return this.#turns.sound(sound.eventId, sound.audio);
    }
    const event = parseObject(message);
    if (!event || rawStringAt(event, 'type') === null) return this.#garbage.unreadableMessage();
    this.#garbage.readableMessage(message.length);
    this.#onEvent(event);
  }

  #onEvent(event: JsonObject): void {
    if (this.#ready) this.#listener.onSign?.();
    switch (stringAt(event, 'type')) {
      case 'conversation_initiation_metadata':
        return this.#onMetadata(objectAt(event, 'conversation_initiation_metadata_event'));
      case 'audio':
        return this.#onAudio(objectAt(event, 'audio_event'));
      case 'agent_response': {
        const words = stringAt(objectAt(event, 'agent_response_event'), 'agent_response') ?? '';
        return words.trim() === '' ? undefined : this.#turns.words(words);
      }
      case 'agent_response_correction': {
        const correction = objectAt(event, 'agent_response_correction_event');
        const original = stringAt(correction, 'original_agent_response') ?? '';
        return this.#turns.corrected(original, stringAt(correction, 'corrected_agent_response') ?? '');
      }
      case 'interruption':
        this.#ears.interrupted();
        return this.#turns.interruptedUpTo(numberAt(objectAt(event, 'interruption_event'), 'event_id'));
      case 'user_transcript':
        return this.#onUserTranscript(objectAt(event, 'user_transcription_event'));
      case 'vad_score':
        return this.#ears.score(numberAt(objectAt(event, 'vad_score_event'), 'vad_score'));
      case 'client_tool_call':
        return this.#onToolCall(objectAt(event, 'client_tool_call'));
      case 'ping':
        return this.#onPing(objectAt(event, 'ping_event'));
      case 'guardrail_triggered':
        return this.#listener.onWarning('guardrail_triggered', '');
      case 'error':
        return this.#end(endOfError(objectAt(event, 'error_event')));
      default:
        // There are more of them than we ask for, and new ones come.
        return undefined;
    }
  }

  #onMetadata(metadata: JsonObject | null): void {
    if (this.#ready) return;
    const formats = ['agent_output_audio_format', 'user_input_audio_format'].map(
      (key) => stringAt(metadata, key) ?? '',
    );
    const wrong = formats.find((format) => format !== AUDIO_FORMAT);
    if (wrong !== undefined) {
      const message = `The agent at ElevenLabs is set to ${wrong || 'no audio format'} instead of ${AUDIO_FORMAT}`;
      return this.#end({ failed: true, reason: 'wrong_audio_format', message, retryable: false, cause: 'settings' });
    }
    this.#ready = true;
    clearTimeout(this.#connectDeadline);
    this.#listener.onReady();
  }

  #onAudio(event: JsonObject | null): void {
    const audio = readBase64(rawStringAt(event, 'audio_base_64') ?? '');
    if (!audio) return this.#garbage.unreadableAudio();
    this.#garbage.readableAudio();
    this.#turns.sound(numberAt(event, 'event_id'), audio);
    const letters = objectAt(event, 'alignment')?.['chars'];
    if (Array.isArray(letters)) this.#turns.letters(letters.filter((letter) => typeof letter === 'string').join(''));
  }

  #onUserTranscript(event: JsonObject | null): void {
    const text = stringAt(event, 'user_transcript') ?? '';
    if (text === '' || text.trim() === this.#lastMessage.trim()) return;
    this.#ears.words(text);
    this.#turns.callerSpoke();
  }

  #onToolCall(call: JsonObject | null): void {
    const id = stringAt(call, 'tool_call_id');
    const name = stringAt(call, 'tool_name');
    if (id === null || name === null) return this.#garbage.unreadableMessage();
    this.#toolCalls.add(id);
    const [oldest] = this.#toolCalls;
    if (this.#toolCalls.size > MAX_TOOL_CALLS && oldest !== undefined) this.#toolCalls.delete(oldest);
    this.#listener.onToolCall(calledTool(id, name, objectAt(call, 'parameters') ?? {}));
    this.#turns.calledTool();
  }

  #onPing(ping: JsonObject | null): void {
    if (this.#pongs.size >= MAX_PONGS) return;
    const delay = Math.min(Math.max(0, numberAt(ping, 'ping_ms')), MAX_PONG_DELAY_MS);
    const timer = setTimeout(() => {
      this.#pongs.delete(timer);
      this.#send(pong(numberAt(ping, 'event_id')));
    }, delay);
    this.#pongs.add(timer);
  }

  #end(end: ProviderEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#looking.abort();
    clearTimeout(this.#connectDeadline);
    for (const timer of this.#pongs) clearTimeout(timer);
    this.#turns.end();
    this.#ready = false;
    if (end.failed) this.#connection?.abort(end);
    else this.#connection?.close();
    this.#listener.onClosed(end);
  }
}
