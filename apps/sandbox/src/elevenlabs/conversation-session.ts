import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MULAW_BYTES_PER_MS } from '@leadlock/voice/audio';
import type { LocalVoice, SpeechEngine } from '@leadlock/voice/local';
import { WebSocket } from 'ws';
import { spokenSentences } from '../audio/spoken-sentences.ts';
import { createEncoder, type AudioFormat } from '../realtime/audio-format.ts';
import { heardAfter, newItem, type ConversationItem } from '../realtime/conversation.ts';
import { withoutSound, type SessionFaults } from '../realtime/faults.ts';
import { InputAudio } from '../realtime/input-audio.ts';
import { asObject, numberAt, objectAt, parseObject, textAt, type JsonObject } from '../realtime/json.ts';
import type { Agent } from './agent-schema.ts';
import { forbiddenOverride, problemOfMessage } from './check-message.ts';
import { LANGUAGE_MODELS } from './language-models.ts';
import { MindOfAgent, type ToolRequest } from './mind-of-agent.ts';
import { Pings } from './pings.ts';
import { voiceNamed, type ElevenLabsStore, type StoredAgent } from './store.ts';

/** Audio leaves in pieces of this length, five times as fast as it plays. */
const PIECE_MS = 200;
const PIECE_EVERY_MS = 40;
/** How long each eagerness waits for more words. */
const SILENCE_MS = { patient: 900, normal: 600, eager: 350 };
const SCORE_EVERY_MS = 100;

export interface ConversationOptions {
  store: ElevenLabsStore;
  agent: StoredAgent;
  engine: () => Promise<SpeechEngine>;
  faults: SessionFaults;
  /** In place of the agent's own limit, for tests. */
  maxSessionMs: number | null;
}

/** One conversation of a client with an agent. */
export class ConversationSession {
  readonly id = `conv_${randomBytes(12).toString('hex')}`;
  readonly #socket: WebSocket;
  readonly #options: ConversationOptions;
  readonly #input: InputAudio;
  /** The agent with what this conversation sets for itself. */
  #config: Agent['conversation_config'];
  #mind: MindOfAgent | null = null;
  #voice: LocalVoice = 'slt';
  #encode: (mulaw: Uint8Array) => Buffer;
  #events = 0;
  #timers: NodeJS.Timeout[] = [];
  #answer: { item: ConversationItem; startedAt: number; isOver: boolean } | null = null;
  #hasVoice = false;
  /** The caller speaks, or has spoken and was not understood yet. */
  #isHearing = false;
  /** Tools have answered, and nothing was thought of since. */
  #owesThought = false;
  #scoredMs = 0;
  readonly #pings: Pings;
  readonly #pendingTools = new Map<string, NodeJS.Timeout>();
  /** Says nothing any more, for a test. */
  mute = false;
  /** Speaks and cannot be heard, for a test. */
  soundless = false;

  constructor(socket: WebSocket, options: ConversationOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#config = structuredClone(options.agent.agent.conversation_config);
    this.#encode = createEncoder(formatOf(this.#config.tts.agent_output_audio_format));
    this.#input = new InputAudio(options.engine, {
      speechStarted: () => this.#onSpeechStarted(),
      speechStopped: () => (this.#hasVoice = false),
      understood: (_itemId, text) => this.#onUnderstood(text),
      failed: (error) => this.#fail(1002, 'asr_transcription_error', error.message),
    });
    this.#pings = new Pings({
      send: (event) => this.#send(event),
      nextId: () => ++this.#events,
      onSilence: () => this.#fail(1002, 'transport_receive_timeout', 'The client does not answer.'),
    });
    socket.on('message', (data: Buffer, isBinary) => this.#onMessage(data, isBinary));
    socket.on('close', () => this.#onClosed());
    socket.on('error', () => undefined);
  }

  /** As an operator sees it. */
  get wire(): JsonObject {
    return { conversation_id: this.id, agent_id: this.#options.agent.agent_id, conversation_config: this.#config };
  }

  sendRaw(message: string | Buffer): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  drop(): void {
    this.#socket.terminate();
  }

  close(code: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  #onClosed(): void {
    this.#pings.stop();
    for (const timer of [...this.#timers, ...this.#pendingTools.values()]) clearTimeout(timer);
    if (this.#answer) this.#answer.isOver = true;
    this.#input.close();
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    const message = isBinary ? null : parseObject(data.toString());
    if (!message) return this.#fail(1008, 'invalid_message', 'The message is no JSON object');
    const problem = problemOfMessage(message);
    if (problem !== null) return this.#fail(1008, 'invalid_message', problem);
    const isInitiation = message.type === 'conversation_initiation_client_data';
    if (!this.#mind) {
      if (!this.#begin(isInitiation ? message : {})) return;
    } else if (isInitiation) {
      return this.#fail(1008, 'invalid_message', 'The conversation has begun already');
    }
    this.#handle(message);
  }

  /** Lays the conversation out. False when the client asks for what it may not. */
  #begin(initiation: JsonObject): boolean {
    const { store, agent, maxSessionMs } = this.#options;
    const overrides = objectAt(initiation, 'conversation_config_override');
    const { conversation_config_override: allowed } = agent.agent.platform_settings.overrides;
    const forbidden = forbiddenOverride(overrides, allowed);
    if (forbidden !== null) {
      this.#fail(1008, 'override_error', `Override for field '${forbidden}' is not allowed by config.`);
      return false;
    }
    const voiceId = textAt(objectAt(overrides, 'tts'), 'voice_id');
    if (voiceId !== null && !voiceNamed(voiceId)) {
      this.#fail(1008, 'override_error', `A voice with the voice_id ${voiceId} was not found.`);
      return false;
    }
    const llm = textAt(objectAt(overrides, 'agent', 'prompt'), 'llm');
    if (llm !== null && !LANGUAGE_MODELS.has(llm)) {
      this.#fail(1008, 'invalid_message', `There is no language model '${llm}'.`);
      return false;
    }
    this.#override(overrides);
    const { agent: speaker, tts, asr, turn, conversation } = this.#config;
    this.#voice = voiceNamed(tts.voice_id)?.labels.gender === 'male' ? 'rms' : 'slt';
    this.#mind = new MindOfAgent(speaker.prompt.prompt, store.toolsOf(agent));
    this.#input.configure({
      instructions: '',
      tools: [],
      toolsAllowed: true,
      input: formatOf(asr.user_input_audio_format),
      output: formatOf(tts.agent_output_audio_format),
      binaryInput: false,
      binaryOutput: false,
      speaks: true,
      voice: this.#voice,
      transcribes: true,
      turnDetection: {
        threshold: 0.5,
        silenceMs: SILENCE_MS[turn.turn_eagerness],
        prefixMs: 300,
        createsResponse: true,
        interruptsResponse: true,
      },
    });
    const limitMs = maxSessionMs ?? conversation.max_duration_seconds * 1000;
    const expire = (): void => this.#fail(1000, 'max_duration_exceeded', 'Maximum call duration exceeded.');
    this.#timers.push(setTimeout(expire, limitMs));
    this.#send({
      type: 'conversation_initiation_metadata',
      conversation_initiation_metadata_event: {
        conversation_id: this.id,
        agent_output_audio_format: tts.agent_output_audio_format,
        user_input_audio_format: asr.user_input_audio_format,
      },
    });
    this.#pings.start();
    if (speaker.first_message !== '') {
      this.#mind.said(speaker.first_message);
      this.#inBackground(this.#say(speaker.first_message));
    }
    return true;
  }

  #override(overrides: JsonObject | null): void {
    for (const part of ['agent', 'tts', 'asr', 'conversation'] as const) {
      const given = objectAt(overrides, part) ?? {};
      const own = this.#config[part] as JsonObject;
      for (const [key, value] of Object.entries(given)) {
        const inner = asObject(value);
        own[key] = inner ? { ...asObject(own[key]), ...inner } : value;
      }
    }
  }

  #handle(message: JsonObject): void {
    const chunk = textAt(message, 'user_audio_chunk');
    if (chunk !== null) return this.#hear(Buffer.from(chunk, 'base64'));
    switch (message.type) {
      case 'pong':
        return this.#pings.answered(numberAt(message, 'event_id') ?? -1);
      case 'contextual_update':
        return this.#mind?.knows(textAt(message, 'text') ?? '');
      case 'user_message':
        return this.#onUserMessage(textAt(message, 'text') ?? '');
      case 'client_tool_result':
        return this.#onToolResult(message);
      default:
        // Feedback and the like change nothing for a conversation.
        return undefined;
    }
  }

  #hear(audio: Buffer): void {
    this.#input.append(audio);
    this.#scoredMs += audio.length / MULAW_BYTES_PER_MS;
    if (this.#scoredMs < SCORE_EVERY_MS) return;
    this.#scoredMs = 0;
    this.#send({ type: 'vad_score', vad_score_event: { vad_score: this.#hasVoice ? 0.94 : 0.02 } });
  }

  #onSpeechStarted(): void {
    this.#hasVoice = this.#isHearing = true;
    this.#send({ type: 'vad_score', vad_score_event: { vad_score: 0.94 } });
    this.#interrupt();
  }

  /** Stops what is being said, and says what of it counts as heard: nothing is known here of the client's playback. */
  #interrupt(): void {
    const answer = this.#answer;
    if (!answer) return;
    const playedMs = performance.now() - answer.startedAt;
    if (answer.isOver && playedMs >= answer.item.audioMs) return;
    answer.isOver = true;
    this.#answer = null;
    const original_agent_response = answer.item.sentences.map(({ text }) => text).join(' ');
    const corrected_agent_response = heardAfter(answer.item, playedMs);
    this.#mind?.interrupted(corrected_agent_response);
    const event_id = this.#events;
    this.#send({ type: 'interruption', interruption_event: { event_id } });
    this.#send({
      type: 'agent_response_correction',
      agent_response_correction_event: { original_agent_response, corrected_agent_response, event_id },
    });
  }

  #onUnderstood(text: string): void {
    this.#isHearing = false;
    if (text === '' || this.#options.faults.nextTurnHasNoEnd()) return;
    this.#send({
      type: 'user_transcript',
      user_transcription_event: { user_transcript: text, event_id: ++this.#events },
    });
    this.#mind?.hears(text);
    this.#inBackground(this.#think());
  }

  #onUserMessage(text: string): void {
    this.#interrupt();
    const exact = this.#mind?.reads(text) ?? null;
    this.#inBackground(exact === null ? this.#think() : this.#say(exact));
  }

  #onToolResult(message: JsonObject): void {
    const id = textAt(message, 'tool_call_id') ?? '';
    const timer = this.#pendingTools.get(id);
    if (!timer) return this.#fail(1008, 'value_error', `There is no tool call with the id ${id}.`);
    clearTimeout(timer);
    this.#pendingTools.delete(id);
    this.#mind?.toolAnswered(id, textAt(message, 'result') ?? '');
    if (this.#pendingTools.size === 0) this.#inBackground(this.#thinkInTurn());
  }

  /** Nobody is talked over for what tools have answered: it is part of the next answer, or follows the one that is heard. */
  async #thinkInTurn(): Promise<void> {
    if (this.#owesThought) return;
    this.#owesThought = true;
    while (this.#isHearing || this.#isHeard) {
      await sleep(PIECE_EVERY_MS);
      if (this.#socket.readyState !== WebSocket.OPEN) return;
    }
    if (this.#owesThought) await this.#think();
  }

  /** What it says has not played to its end, as far as it can know. */
  get #isHeard(): boolean {
    if (!this.#answer) return false;
    const { isOver, startedAt, item } = this.#answer;
    return !isOver || performance.now() - startedAt < item.audioMs;
  }

  async #think(): Promise<void> {
    this.#owesThought = false;
    const thought = await this.#mind?.think();
    if (!thought || this.#socket.readyState !== WebSocket.OPEN) return;
    const isSaid = thought.say === '' || (await this.#say(thought.say));
    for (const tool of thought.tools) {
      if (isSaid) this.#callTool(tool);
      else this.#mind?.withdrawn(tool.id);
    }
  }

  #callTool({ id, tool, parameters }: ToolRequest): void {
    const timer = setTimeout(() => {
      this.#pendingTools.delete(id);
      this.#mind?.toolAnswered(id, '{"error":"The tool did not answer in time."}');
      if (this.#pendingTools.size === 0) this.#inBackground(this.#thinkInTurn());
    }, tool.response_timeout_secs * 1000);
    this.#pendingTools.set(id, timer);
    this.#send({
      type: 'client_tool_call',
      client_tool_call: { tool_name: tool.name, tool_call_id: id, parameters, event_id: ++this.#events },
    });
  }

  /** Speaks. False when it was cut off. */
  async #say(text: string): Promise<boolean> {
    this.#interrupt();
    const fault = this.#options.faults.nextAnswer();
    if (fault?.kind === 'no-answer') return false;
    if (fault?.kind === 'rate-limit') {
      this.#fail(1002, 'llm_error', 'The language model is rate limited.');
      return false;
    }
    const item = newItem({ type: 'message', role: 'assistant' });
    const answer = { item, startedAt: Number.POSITIVE_INFINITY, isOver: false };
    this.#answer = answer;
    const event_id = ++this.#events;
    this.#send({ type: 'agent_response', agent_response_event: { agent_response: text, event_id } });
    if (fault?.kind === 'words-only') return true;
    const engine = await this.#options.engine();
    for await (const { sentence, audio } of spokenSentences(engine, this.#voice, sentencesOf(text))) {
      if (answer.isOver) return false;
      item.sentences.push({ text: sentence, ms: audio.length / MULAW_BYTES_PER_MS });
      for (let at = 0; at < audio.length; at += PIECE_MS * MULAW_BYTES_PER_MS) {
        const part = audio.subarray(at, at + PIECE_MS * MULAW_BYTES_PER_MS);
        const piece = this.soundless ? withoutSound(part) : part;
        if (item.audioMs === 0) answer.startedAt = performance.now();
        item.audioMs += piece.length / MULAW_BYTES_PER_MS;
        const audio_base_64 = this.#encode(piece).toString('base64');
        this.#send({ type: 'audio', audio_event: { audio_base_64, event_id: ++this.#events } });
        if ((fault?.kind === 'failed' || fault?.kind === 'incomplete') && item.audioMs >= fault.afterMs) {
          this.#fail(1002, 'tts_cascade_error', 'All voice models have failed.');
          return false;
        }
        await sleep(PIECE_EVERY_MS);
        if (answer.isOver) return false;
      }
    }
    answer.isOver = true;
    return true;
  }

  /** Tells what is wrong and ends the conversation. */
  #fail(code: 1000 | 1002 | 1008, error_type: string, message: string): void {
    this.#send({ type: 'error', error_event: { code, error_type, message, reason: message.slice(0, 100) } });
    this.#socket.close(code, error_type);
  }

  /** An event, if the agent sends events of its kind. */
  #send(event: JsonObject & { type: string }): void {
    if (this.mute || this.#socket.readyState !== WebSocket.OPEN) return;
    const { client_events } = this.#config.conversation;
    const isAlways = event.type === 'error' || event.type === 'conversation_initiation_metadata';
    if (isAlways || client_events.includes(event.type)) this.#socket.send(JSON.stringify(event));
  }

  #inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) =>
      this.#fail(1002, 'cascade_brain_error', error instanceof Error ? error.message : String(error)),
    );
  }
}

function formatOf(name: string): AudioFormat {
  const [kind, rate] = name.split('_');
  return kind === 'ulaw' ? { type: 'audio/pcmu', rate: 8000 } : { type: 'audio/pcm', rate: Number(rate) };
}

const sentencesOf = (text: string): string[] =>
  text
    .split(/(?<=[.!?]["”')]?)(?![.!?"”')])/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
