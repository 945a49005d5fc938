import type { EncodedAudio, MulawAudio } from '../../contracts/audio.ts';
import type {
  Aside,
  ProviderEnd,
  RealtimeListener,
  RealtimeSession,
  RealtimeSessionConfig,
  SessionUpdate,
} from '../../contracts/realtime-provider.ts';
import { decodedLength, readBase64 } from '../../wire/base64-audio.ts';
import { objectAt, objectsAt, parseObject, rawStringAt, stringAt, type JsonObject } from '../../wire/json.ts';
import { Asides } from './asides.ts';
import { AudioDeltaCutter } from './audio-delta.ts';
import {
  DEFAULT_CONNECT_TIMEOUT_MS,
  ProviderConnection,
  type AudioFraming,
  type ConnectionOptions,
} from '../connection/connection.ts';
import type { RealtimeDialect, RealtimeProviderOptions } from './dialect.ts';
import { FunctionCalls } from './function-calls.ts';
import { GarbageWatch } from '../connection/garbage-watch.ts';
import { historyItems } from './history-items.ts';
import { readProviderError, type ProviderError } from './provider-error.ts';
import { readResponseEnd } from './response-end.ts';
import { ResponseSequencer, type SpeechRequest } from './response-sequencer.ts';
import { SpokenItems } from './spoken-items.ts';
import { readUsage } from './usage.ts';

const APPEND_AUDIO: AudioFraming = {
  kind: 'text',
  head: Buffer.from('{"type":"input_audio_buffer.append","audio":"'),
  tail: Buffer.from('"}'),
};
/** How long to wait before retrying a provider that was busy with something we know nothing of. */
const BUSY_RETRY_MS = 500;

/** One conversation over the OpenAI-shaped realtime protocol; what differs between vendors is in the dialect. */
export class ProtocolSession implements RealtimeSession {
  readonly #dialect: RealtimeDialect;
  readonly #listener: RealtimeListener;
  readonly #connection: ProviderConnection;
  readonly #responses: ResponseSequencer;
  readonly #cutter = new AudioDeltaCutter();
  readonly #calls = new FunctionCalls();
  readonly #items = new SpokenItems();
  readonly #asides: Asides;
  readonly #connectDeadline: NodeJS.Timeout;
  #busyRetry: NodeJS.Timeout | undefined;
  readonly #garbage: GarbageWatch;
  #ready = false;

  constructor(
    dialect: RealtimeDialect,
    options: RealtimeProviderOptions,
    config: RealtimeSessionConfig,
    listener: RealtimeListener,
  ) {
    this.#dialect = dialect;
    this.#listener = listener;
    this.#asides = new Asides((message) => this.#send(message), dialect, config.turnDetection);
    this.#responses = new ResponseSequencer(
      (request, eventId) => this.#requestSpeech(request, eventId),
      () => performance.now(),
    );
    const connection: ConnectionOptions = {
      ...dialect.service.session(options.url, options.model, options.apiKey),
      framing: APPEND_AUDIO,
      connectTimeoutMs: options.connectTimeoutMs,
    };
    this.#connection = new ProviderConnection(connection, {
      onOpen: () => {
        this.#send(dialect.sessionUpdate(config, options.model));
        for (const item of historyItems(config.history ?? [])) this.#createItem(item);
      },
      onMessage: (message) => this.#onMessage(message),
      onEnd: (end) => this.#onEnd(end),
    });
    this.#garbage = new GarbageWatch(listener, (end) => this.#connection.abort(end));
    this.#connectDeadline = setTimeout(() => {
      this.#connection.abort({ failed: true, reason: 'connect_timeout', retryable: true });
    }, options.connectTimeoutMs ?? DEFAULT_CONNECT_TIMEOUT_MS);
  }

  sendAudio(audio: EncodedAudio): void {
    if (this.#ready) this.#connection.sendAudio(audio);
  }

  speak(text?: string): void {
    if (this.#ready) this.#responses.request(text === undefined ? { kind: 'answer' } : { kind: 'verbatim', text });
  }

  sayOneMoment(): void {
    if (this.#ready) this.#responses.request({ kind: 'moment' });
  }

  holdAnswers(held: boolean): void {
    this.#responses.hold(held);
  }

  hearAside(audio: MulawAudio, told: (aside: Aside) => void): void {
    if (this.#ready) this.#asides.hear(audio, told);
  }

  forget(itemId: string): void {
    if (itemId !== '') this.#send({ type: 'conversation.item.delete', item_id: itemId });
  }

  addText(role: 'user' | 'system', text: string): void {
    this.#createItem({ type: 'message', role, content: [{ type: 'input_text', text }] });
  }

  update(changes: SessionUpdate): void {
    this.#send(this.#dialect.changeRequest(changes));
  }

  interrupt(itemId: string | null, playedMs: number): void {
    const cancelled = this.#responses.interrupt();
    this.#cutter.follow(null);
    if (cancelled !== null) this.#send(this.#dialect.cancelRequest(cancelled));
    if (itemId === null) return;
    const audioEndMs = this.#items.truncate(itemId, playedMs);
    if (audioEndMs === null) return;
    this.#send({ type: 'conversation.item.truncate', item_id: itemId, content_index: 0, audio_end_ms: audioEndMs });
  }

  sendToolResult(toolCallId: string, output: string, respond: boolean): void {
    this.#createItem({ type: 'function_call_output', call_id: toolCallId, output });
    this.#responses.sentResult(toolCallId);
    if (this.#calls.answered(toolCallId, respond)) this.#responses.requestAfterTools();
  }

  /** A change of nothing is answered like any other. */
  askForSign(): boolean {
    this.#send(this.#dialect.changeRequest({}));
    return true;
  }

  close(): void {
    this.#connection.close();
  }

  #requestSpeech(request: SpeechRequest, eventId: string): void {
    this.#send({ ...this.#messageFor(request), event_id: eventId });
  }

  #messageFor(request: SpeechRequest): JsonObject {
    switch (request.kind) {
      case 'answer':
        return this.#dialect.answerRequest;
      case 'moment':
        return this.#dialect.momentRequest;
      case 'verbatim':
        return this.#dialect.verbatimRequest(request.text);
    }
  }

  #createItem(item: JsonObject): void {
    this.#send({ type: 'conversation.item.create', item });
  }

  #send(message: JsonObject): void {
    this.#connection.send(JSON.stringify(message));
  }

  #onMessage(message: Buffer): void {
    const audio = this.#cutter.cut(message);
    if (audio) {
      this.#garbage.readableAudio();
      this.#items.produced(decodedLength(audio));
      this.#listener.onAudio(audio);
      return;
    }
    const event = parseObject(message);
    if (!event || rawStringAt(event, 'type') === null) return this.#garbage.unreadableMessage();
    this.#garbage.readableMessage(message.length);
    this.#listener.onSign?.();
    this.#onEvent(event);
  }

  #onEvent(event: JsonObject): void {
    const itemId = stringAt(event, 'item_id') ?? '';
    switch (stringAt(event, 'type')) {
      case 'session.updated':
        return this.#onSessionUpdated();
      case 'response.created':
        return this.#onResponseCreated(stringAt(objectAt(event, 'response'), 'id') ?? '');
      case 'conversation.item.added':
        return this.#onItemAdded(objectAt(event, 'item'));
      case 'response.output_item.added':
      case 'response.output_item.done':
        return this.#onFunctionCall(objectAt(event, 'item'));
      case 'response.function_call_arguments.done':
        return this.#onFunctionCall({ ...event, type: 'function_call', status: 'completed' });
      case 'response.output_audio.delta':
        return this.#onAudioDelta(event, itemId);
      case 'response.output_audio_transcript.done':
        return this.#onAgentTranscript(event, itemId, stringAt(event, 'transcript') ?? '', true);
      case 'response.output_audio_transcript.delta':
      // Words of an answer without sound: it has to be noticed that nobody can hear them.
      case 'response.output_text.delta':
      case 'response.text.delta':
        return this.#onAgentTranscript(
          event,
          itemId,
          this.#items.appendText(itemId, rawStringAt(event, 'delta') ?? ''),
          false,
        );
      case 'response.done':
        return this.#onResponseDone(event);
      case 'input_audio_buffer.speech_started':
        this.#responses.callerSpeaks();
        return this.#listener.onSpeechStarted(itemId || undefined);
      case 'input_audio_buffer.speech_stopped':
        this.#responses.callerPauses();
        return this.#listener.onSpeechStopped();
      case 'input_audio_buffer.committed':
        if (this.#asides.committed(itemId)) return undefined;
        this.#responses.callerPauses();
        // An empty transcript holds the caller's place in the conversation: the words may come after the answer.
        return this.#listener.onUserTranscript(itemId, '', false);
      case 'conversation.item.input_audio_transcription.updated':
        return this.#onUserTranscript(itemId, stringAt(event, 'transcript') ?? '', false);
      case 'conversation.item.input_audio_transcription.completed': {
        const final = stringAt(event, 'status') !== 'in_progress';
        return this.#onUserTranscript(itemId, stringAt(event, 'transcript') ?? '', final);
      }
      case 'conversation.item.input_audio_transcription.failed':
        this.#asides.understood(itemId, '');
        return this.#listener.onWarning('transcription_failed', stringAt(objectAt(event, 'error'), 'message') ?? '');
      case 'error':
        return this.#onError(event);
      default:
        // Vendors add events; the ones we do not know change nothing for a call.
        return undefined;
    }
  }

  #onUserTranscript(itemId: string, text: string, final: boolean): void {
    if (!this.#asides.has(itemId)) this.#listener.onUserTranscript(itemId, text, final);
    else if (final) this.#asides.understood(itemId, text);
  }

  #onSessionUpdated(): void {
    if (this.#ready) return;
    this.#ready = true;
    clearTimeout(this.#connectDeadline);
    this.#listener.onReady();
  }

  #onResponseCreated(responseId: string): void {
    this.#calls.responseCreated();
    const wanted = this.#responses.created(responseId);
    if (!wanted) this.#send(this.#dialect.cancelRequest(responseId));
  }

  /** Audio that the cutter did not know: the first of an item, or of a response that nobody wants to hear any more. */
  #onAudioDelta(event: JsonObject, itemId: string): void {
    const responseId = stringAt(event, 'response_id') ?? '';
    if (this.#responses.isDiscarded(responseId)) return;
    const audio = readBase64(stringAt(event, 'delta') ?? '');
    if (!audio) return this.#garbage.unreadableAudio();
    this.#garbage.readableAudio();
    if (this.#items.begin(itemId)) this.#listener.onItemStarted(itemId);
    this.#cutter.follow({ responseId, itemId });
    this.#items.produced(decodedLength(audio));
    this.#listener.onAudio(audio);
  }

  #onAgentTranscript(event: JsonObject, itemId: string, text: string, final: boolean): void {
    if (this.#responses.isDiscarded(stringAt(event, 'response_id') ?? '')) return;
    this.#listener.onAgentTranscript(itemId, text, final);
  }

  #onItemAdded(item: JsonObject | null): void {
    if (stringAt(item, 'type') === 'function_call_output') {
      this.#responses.confirmedResult(stringAt(item, 'call_id') ?? '');
    }
  }

  #onFunctionCall(item: JsonObject | null): void {
    const call = this.#calls.read(item);
    if (call) this.#listener.onToolCall(call);
  }

  #onResponseDone(event: JsonObject): void {
    const response = objectAt(event, 'response');
    const responseId = stringAt(response, 'id') ?? '';
    for (const item of objectsAt(response, 'output')) this.#onFunctionCall(item);
    const { status, ...end } = readResponseEnd(response);
    const discarded = this.#responses.isDiscarded(responseId);
    const isCut = stringAt(objectAt(response, 'status_details'), 'reason') === 'turn_detected';
    this.#responses.done(responseId, status === 'cancelled' && !isCut);
    this.#listener.onResponseDone(status, readUsage(event), { ...end, ...(discarded && { discarded }) });
    this.#responses.goOn();
  }

  #onError(event: JsonObject): void {
    const error = readProviderError(event);
    const { code, message, retryable, eventId } = error;
    if (!this.#ready || error.kind === 'fatal') {
      const wait = error.retryAfterMs;
      const cause = error.isOfAccount ? 'account' : 'settings';
      this.#connection.abort({
        failed: true,
        reason: code,
        retryable,
        ...(!retryable && { cause }),
        ...(message !== '' && { message }),
        ...(wait !== null && { retryAfterMs: wait }),
      });
      return;
    }
    if (error.kind === 'benign' || this.#asides.refused(eventId)) return;
    if (error.kind === 'busy') return this.#onBusy(eventId);
    this.#listener.onWarning(code, message);
    const wasAsked = eventId !== null && this.#responses.refused(eventId);
    // An answer that the provider owed by itself is refused without naming a request of ours.
    if (wasAsked || (error.kind === 'refused' && this.#responses.activeResponse === null)) this.#reportRefusal(error);
  }

  #reportRefusal({ code, message, retryAfterMs }: ProviderError): void {
    const wait = retryAfterMs === null ? {} : { retryAfterMs };
    this.#listener.onResponseDone('failed', null, { reason: code, message, ...wait });
  }

  #onBusy(eventId: string | null): void {
    const unwanted = this.#responses.refusedAsBusy(eventId);
    if (this.#responses.isBusyWithUnknown) {
      clearTimeout(this.#busyRetry);
      this.#busyRetry = setTimeout(() => this.#responses.forgetUnknown(), BUSY_RETRY_MS);
    }
    if (unwanted === null) return;
    this.#cutter.follow(null);
    this.#send(this.#dialect.cancelRequest(unwanted));
  }

  #onEnd(end: ProviderEnd): void {
    clearTimeout(this.#connectDeadline);
    clearTimeout(this.#busyRetry);
    this.#listener.onClosed(end);
  }
}
