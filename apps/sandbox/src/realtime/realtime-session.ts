import type { SpeechEngine } from '@leadlock/voice/local';
import { WebSocket } from 'ws';
import { Conversation, newItem } from './conversation.ts';
import type { EventProblem, RealtimeServerDialect, SessionSettings } from './dialect.ts';
import type { SessionFaults } from './faults.ts';
import { newId } from './ids.ts';
import { InputAudio } from './input-audio.ts';
import { ItemEvents } from './item-events.ts';
import { asObject, merge, objectAt, parseObject, textAt, type JsonObject } from './json.ts';
import { Mind, verbatimText } from './mind.ts';
import { RealtimeResponse, type ResponseRequest } from './response.ts';
import type { Search } from '../search/search-index.ts';
import { TokenCounter } from './usage.ts';

export interface RealtimeSessionOptions {
  dialect: RealtimeServerDialect;
  model: string;
  engine: () => Promise<SpeechEngine>;
  maxSessionMs: number;
  faults: SessionFaults;
  /** What a search that the vendor does by itself finds. */
  search: Search;
}

/** One client's conversation: takes its events, and answers with what the vendor's server would. */
export class RealtimeSession {
  readonly id = newId('sess');
  /** As the protocol shows it. */
  wire: JsonObject;
  readonly #dialect: RealtimeServerDialect;
  readonly #socket: WebSocket;
  readonly #engine: () => Promise<SpeechEngine>;
  readonly #faults: SessionFaults;
  readonly #search: Search;
  readonly #conversationId = newId('conv');
  readonly #conversation = new Conversation();
  readonly #mind = new Mind();
  readonly #tokens = new TokenCounter();
  readonly #items = new ItemEvents({
    conversation: this.#conversation,
    mind: this.#mind,
    tokens: this.#tokens,
    send: (event) => this.send(event),
  });
  readonly #input: InputAudio;
  /** Items that the client has cut: it asks for answers to them. */
  readonly #committed = new Set<string>();
  readonly #expiry: NodeJS.Timeout;
  #settings: SessionSettings;
  #response: RealtimeResponse | null = null;
  /** Answers that wait for the end of the one that runs. */
  #waiting: (() => void)[] = [];
  #hasSpoken = false;
  /** Until then the caller is not heard (ms of the clock). */
  #deafUntil = 0;
  /** Says nothing any more, for a test. */
  mute = false;
  /** Speaks and cannot be heard, for a test. */
  soundless = false;

  constructor(socket: WebSocket, options: RealtimeSessionOptions) {
    const { dialect } = options;
    this.#dialect = dialect;
    this.#socket = socket;
    this.#engine = options.engine;
    this.#faults = options.faults;
    this.#search = options.search;
    this.wire = {
      ...dialect.initialSession(options.model),
      id: this.id,
      object: 'realtime.session',
      expires_at: Math.floor((Date.now() + options.maxSessionMs) / 1000),
    };
    this.#input = new InputAudio(options.engine, {
      speechStarted: (itemId, atMs) => this.#onSpeechStarted(itemId, atMs),
      speechStopped: (itemId, atMs) => this.#onSpeechStopped(itemId, atMs),
      understood: (itemId, text, audioMs) => this.#onUnderstood(itemId, text, audioMs),
      failed: (error) => this.#refuse({ code: 'server_error', message: error.message, param: null }, null),
    });
    this.#settings = dialect.readSettings(this.wire);
    this.#configure();
    this.#expiry = setTimeout(() => this.#expire(options.maxSessionMs), options.maxSessionMs);
    socket.on('message', (data: Buffer, isBinary) => this.#onMessage(data, isBinary));
    socket.on('close', () => this.#onClosed());
    socket.on('error', () => undefined);
  }

  /** The first events; nothing is sent before. */
  open(): void {
    if (this.#dialect.announcesConversation) {
      this.send({
        type: 'conversation.created',
        conversation: { id: this.#conversationId, object: 'realtime.conversation' },
      });
    }
    this.send({ type: 'session.created', session: this.wire });
  }

  send(event: JsonObject): void {
    if (this.mute || this.#socket.readyState !== WebSocket.OPEN) return;
    const { type, ...rest } = event;
    this.#socket.send(JSON.stringify({ type, event_id: newId('event'), ...rest }));
  }

  sendRaw(message: string | Buffer): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  /** Breaks the connection without a word. */
  drop(): void {
    this.#socket.terminate();
  }

  close(code: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  refuse(problem: EventProblem): void {
    this.#refuse(problem, null);
  }

  #configure(): void {
    this.#settings = this.#dialect.readSettings(this.wire);
    const scope = this.#dialect.searchScope(this.wire);
    this.#mind.configure(this.#settings.instructions, this.#settings.tools, (question) =>
      scope ? this.#search(question, scope) : [],
    );
    this.#input.configure(this.#settings);
  }

  #onClosed(): void {
    clearTimeout(this.#expiry);
    this.#response?.abandon();
    this.#input.close();
  }

  #expire(maxSessionMs: number): void {
    const minutes = Math.round(maxSessionMs / 60_000);
    const message = `Your session hit the maximum duration of ${minutes} minutes.`;
    this.#refuse({ code: 'session_expired', message, param: null }, null);
    this.#socket.close(1000);
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (isBinary && this.#settings.binaryInput) return this.#hear(data);
    const event = isBinary ? null : parseObject(data.toString());
    if (!event) {
      return this.#refuse({ code: 'invalid_json', message: 'The message is no JSON object', param: null }, null);
    }
    const problem = this.#dialect.checkEvent(event, this.wire, this.#hasSpoken) ?? this.#handle(event);
    if (problem) this.#refuse(problem, textAt(event, 'event_id'));
  }

  #refuse(problem: EventProblem, eventId: string | null): void {
    const type = problem.code === 'server_error' ? 'server_error' : 'invalid_request_error';
    this.send({ type: 'error', error: { type, ...problem, event_id: eventId } });
  }

  /** Follows a well-formed event. What cannot be done is the returned problem. */
  #handle(event: JsonObject): EventProblem | null {
    switch (event.type) {
      case 'session.update':
        this.wire = merge(this.wire, asObject(event.session) ?? {});
        this.#configure();
        this.send({ type: 'session.updated', session: this.wire });
        return null;
      case 'input_audio_buffer.append':
        return this.#append(textAt(event, 'audio') ?? '');
      case 'input_audio_buffer.commit':
        return this.#commit();
      case 'input_audio_buffer.clear':
        this.#input.clear();
        this.send({ type: 'input_audio_buffer.cleared' });
        return null;
      case 'conversation.item.create':
        return this.#isForced(event) ? this.#force(objectAt(event, 'item')) : this.#items.create(event);
      case 'conversation.item.retrieve':
        return this.#items.retrieve(event);
      case 'conversation.item.delete':
        return this.#items.delete(event);
      case 'conversation.item.truncate':
        return this.#dialect.truncates ? this.#items.truncate(event) : null;
      case 'response.create':
        return this.#createResponse(objectAt(event, 'response'));
      case 'response.cancel':
        return this.#cancelResponse(textAt(event, 'response_id'));
      default:
        return { code: 'invalid_value', message: `Invalid value: '${String(event.type)}'.`, param: 'type' };
    }
  }

  #append(audio: string): EventProblem | null {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(audio)) {
      return {
        code: 'invalid_value',
        message: "Invalid 'audio'. Expected base64-encoded audio bytes.",
        param: 'audio',
      };
    }
    this.#hear(Buffer.from(audio, 'base64'));
    return null;
  }

  #hear(audio: Buffer): void {
    if (performance.now() >= this.#deafUntil) this.#input.append(audio);
  }

  #commit(): EventProblem | null {
    const { bufferedMs } = this.#input;
    const itemId = this.#input.commit();
    if (itemId === null) {
      return {
        code: 'input_audio_buffer_commit_empty',
        message: `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${bufferedMs.toFixed(2)}ms of audio.`,
        param: null,
      };
    }
    this.#committed.add(itemId);
    this.#addSpokenItem(itemId);
    return null;
  }

  #isForced(event: JsonObject): boolean {
    return this.#dialect.speaksForcedMessages && textAt(objectAt(event, 'item'), 'type') === 'force_message';
  }

  /** Speaks a given text; where it may not be interrupted, the caller is not heard meanwhile. */
  #force(given: JsonObject | null): null {
    const [part] = Array.isArray(given?.content) ? given.content.map(asObject) : [];
    const text = textAt(part ?? null, 'text') ?? '';
    const start = (): void => {
      const response = this.#start({ verbatim: text, instructions: null, toolsAllowed: false, metadata: null });
      if (given?.interruptible !== false) return;
      this.#deafUntil = Number.POSITIVE_INFINITY;
      response.whenOver((leftMs) => (this.#deafUntil = performance.now() + leftMs));
    };
    if (this.#response) this.#waiting.push(start);
    else start();
    return null;
  }

  #createResponse(given: JsonObject | null): EventProblem | null {
    if (this.#response) {
      return {
        code: 'conversation_already_has_active_response',
        message: `Conversation already has an active response in progress: ${this.#response.id}. Wait until the response is finished before creating a new one.`,
        param: null,
      };
    }
    const instructions = textAt(given, 'instructions');
    this.#start({
      verbatim: instructions === null ? null : verbatimText(instructions),
      instructions,
      toolsAllowed: this.#settings.toolsAllowed && given?.tool_choice !== 'none',
      metadata: given?.metadata ?? null,
    });
    return null;
  }

  #cancelResponse(responseId: string | null): EventProblem | null {
    if (!this.#response || (responseId !== null && responseId !== this.#response.id)) {
      const message = 'Cancellation failed: no active response found';
      return { code: 'response_cancel_not_active', message, param: null };
    }
    this.#response.cancel('client_cancelled');
    return null;
  }

  #start(request: ResponseRequest): RealtimeResponse {
    const response: RealtimeResponse = new RealtimeResponse(request, {
      dialect: this.#dialect,
      settings: this.#settings,
      session: this.wire,
      conversationId: this.#conversationId,
      conversation: this.#conversation,
      mind: this.#mind,
      tokens: this.#tokens,
      engine: this.#engine,
      fault: this.#faults.nextAnswer(),
      isSoundless: () => this.soundless,
      send: (event) => this.send(event),
      sendBinary: (audio) => {
        if (!this.mute) this.sendRaw(audio);
      },
      onSpoken: () => (this.#hasSpoken = true),
      onOver: () => {
        this.#response = null;
        this.#waiting.shift()?.();
      },
    });
    this.#response = response;
    return response;
  }

  #onSpeechStarted(itemId: string, atMs: number): void {
    this.send({ type: 'input_audio_buffer.speech_started', audio_start_ms: atMs, item_id: itemId });
    if (this.#settings.turnDetection?.interruptsResponse) {
      this.#waiting = [];
      this.#response?.cancel('turn_detected');
    }
  }

  #onSpeechStopped(itemId: string, atMs: number): void {
    if (this.#faults.nextTurnHasNoEnd()) return;
    this.send({ type: 'input_audio_buffer.speech_stopped', audio_end_ms: atMs, item_id: itemId });
    this.#addSpokenItem(itemId);
  }

  /** Puts the caller's turn into the conversation; its words follow. */
  #addSpokenItem(itemId: string): void {
    const content = [{ type: 'input_audio' }];
    const item = newItem({ id: itemId, type: 'message', role: 'user', content });
    item.ready = false;
    const previous_item_id = this.#conversation.lastId;
    this.send({ type: 'input_audio_buffer.committed', previous_item_id, item_id: itemId });
    this.#conversation.add(item);
    this.send({ type: 'conversation.item.added', previous_item_id, item: item.wire });
    this.send({ type: 'conversation.item.done', previous_item_id, item: item.wire });
  }

  #onUnderstood(itemId: string, text: string, audioMs: number): void {
    const item = this.#conversation.find(itemId);
    // Its end was not noticed, so that nothing follows from it.
    if (!item) return;
    item.ready = true;
    item.wire.content = [{ type: 'input_audio', transcript: text }];
    this.#tokens.hear(audioMs);
    const tell = (): void => {
      if (!this.#settings.transcribes) return;
      for (const event of this.#dialect.transcription(itemId, text, audioMs)) this.send(event);
    };
    if (this.#dialect.transcribesBeforeAnswer) tell();
    const answers = this.#settings.turnDetection?.createsResponse === true && !this.#committed.delete(itemId);
    const start = (): void => {
      // The answer before has answered it, too.
      if (item.answered) return this.#waiting.shift()?.();
      const request = { verbatim: null, instructions: null, toolsAllowed: this.#settings.toolsAllowed, metadata: null };
      const response = this.#start(request);
      if (!this.#dialect.transcribesBeforeAnswer) response.whenHeard(tell);
    };
    if (!answers) {
      if (!this.#dialect.transcribesBeforeAnswer) tell();
    } else if (this.#response && this.#dialect.newTurnReplacesAnswer) {
      this.#waiting = [];
      this.#response.cancel('turn_detected');
      start();
    } else if (this.#response) {
      this.#waiting.push(start);
    } else {
      start();
    }
  }
}
