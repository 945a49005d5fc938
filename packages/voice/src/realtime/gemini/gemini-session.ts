import type { EncodedAudio } from '../../contracts/audio.ts';
import type { RealtimeListener, RealtimeSession, RealtimeSessionConfig } from '../../contracts/realtime-provider.ts';
import { parseObject } from '../../wire/json.ts';
import type { RealtimeProviderOptions } from '../protocol/dialect.ts';
import { readBase64 } from '../../wire/base64-audio.ts';
import { GarbageWatch } from '../connection/garbage-watch.ts';
import { AgentTurns } from './agent-turns.ts';
import { AGENT_RATE } from './agent-audio.ts';
import { AudioMessage } from './audio-message.ts';
import { CallerAudio } from './caller-audio.ts';
import { CallerTurns } from './caller-turns.ts';
import { ConversationLog } from './conversation-log.ts';
import { GeminiLink } from './link.ts';
import { fromCaller, interruptedNote, resultNote, systemNote, verbatimNote, YOUR_TURN } from './notes.ts';
import { isServerMessage, readServerMessage, type ServerMessage } from './server-message.ts';
import { clientContent, type Turn } from './setup-message.ts';
import { responseObject, ToolCalls } from './tool-calls.ts';
import { readUsage } from './usage.ts';

/** So long before the server ends a connection it is left even if the session can only be resumed as it was before. */
const LEAVE_BEFORE_MS = 2000;

/** What the agent is to say next: what it finds, or exactly this. */
type Request = { kind: 'answer' } | { kind: 'verbatim'; text: string };
const ANSWER: Request = { kind: 'answer' };

/** One conversation with Gemini, whatever the number of its connections. */
export class GeminiSession implements RealtimeSession {
  readonly #listener: RealtimeListener;
  readonly #link: GeminiLink;
  readonly #log: ConversationLog;
  readonly #calls: ToolCalls;
  readonly #caller: CallerTurns;
  readonly #agent: AgentTurns;
  readonly #callerAudio = new CallerAudio();
  readonly #audioMessage = new AudioMessage();
  readonly #garbage: GarbageWatch;
  /** What the model is asked to say next, in order. */
  #requests: Request[] = [];
  /** What it is told with the next thing that is said to it. */
  #notes: string[] = [];
  /** There is more among them than what was heard of an answer. */
  #hasNews = false;
  /** The agent has to speak to them. */
  #notesOweAnswer = false;
  /**
   * Results of tools that wait until nobody speaks, because the server would drop what is being said, and until those of
   * all tools are there that the server waits for: it would forget some of them if the caller spoke meanwhile.
   */
  #results: Parameters<RealtimeSession['sendToolResult']>[] = [];
  /** What it was asked for last. */
  #asked: Request = ANSWER;
  #isHeld = false;
  #hasReported = false;
  #isClosed = false;
  /** The server ends the connection soon: by then there has to be another one. */
  #isLeaving = false;
  #mustLeave = false;
  #leaving: NodeJS.Timeout | undefined;

  constructor(
    options: RealtimeProviderOptions,
    config: RealtimeSessionConfig,
    listener: RealtimeListener,
    now: () => number = () => performance.now(),
  ) {
    const history = config.history ?? [];
    this.#listener = listener;
    this.#log = new ConversationLog(history);
    this.#calls = new ToolCalls(history);
    this.#garbage = new GarbageWatch(listener, (end) => this.#link.abort(end));
    this.#caller = new CallerTurns(config, {
      onSpeechStarted: (itemId) => this.#onSpeechStarted(itemId),
      onSpeechStopped: () => listener.onSpeechStopped(),
      onWords: (itemId, text, final) => {
        this.#log.said('user', itemId, text);
        listener.onUserTranscript(itemId, text, final);
      },
      sendStart: () => {
        this.#calls.takenBack();
        this.#link.send({ realtimeInput: { activityStart: {} } });
      },
      sendAudio: (mulaw) => this.#link.sendAudio(this.#callerAudio.encode(mulaw)),
      sendEnd: () => this.#onCallerTold(),
    });
    this.#agent = new AgentTurns(
      {
        onItemStarted: (itemId) => listener.onItemStarted(itemId),
        onAudio: (audio) => listener.onAudio(audio),
        onAgentTranscript: (itemId, text, final) => listener.onAgentTranscript(itemId, text, final),
        onResponseDone: (status, usage, end) => listener.onResponseDone(status, usage, end),
        onBegun: () => this.#caller.answered(),
        onNothing: () => this.#sendNext(),
        onWords: (itemId, text) => this.#log.said('model', itemId, text),
      },
      now,
    );
    this.#link = new GeminiLink(
      options,
      config,
      this.#log,
      {
        onReady: () => this.#onReady(),
        onMessage: (message) => this.#onMessage(message),
        onBroken: () => this.#onBroken(),
        onWarning: (code, message) => listener.onWarning(code, message),
        onClosed: (end) => {
          this.#isClosed = true;
          clearTimeout(this.#leaving);
          this.#agent.forgetAnnounced();
          listener.onClosed(end);
        },
      },
      now,
    );
  }

  sendAudio(audio: EncodedAudio): void {
    if (!this.#isClosed && this.#hasReported) this.#caller.hear(audio);
  }

  speak(text?: string): void {
    if (this.#isClosed) return;
    if (text !== undefined) this.#requests.push({ kind: 'verbatim', text });
    else if (this.#answerCaller()) {
      // That answer may have begun without them.
      this.#notesOweAnswer ||= this.#hasNews;
      return;
    } else if (!this.#requests.some(({ kind }) => kind === 'answer')) this.#requests.push(ANSWER);
    this.#sendNext();
  }

  /** What the caller has said and was not answered, or what is owed anyway, is what the agent speaks to. */
  #answerCaller(): boolean {
    const { owed } = this.#agent;
    if (owed?.kind === 'tools' && !owed.isHeard) this.#agent.owe({ kind: 'tools', isHeard: true });
    return owed !== null || this.#caller.finish();
  }

  /** The gateway's own voice says it: the server would take back the call of the tool that is waited for. */
  sayOneMoment(): void {
    return undefined;
  }

  holdAnswers(held: boolean): void {
    this.#isHeld = held;
    this.#agent.hold(held);
    this.#caller.hold(held);
  }

  addText(role: 'user' | 'system', text: string): void {
    this.#note(role === 'user' ? fromCaller(text) : systemNote(text));
  }

  /** What a session is set to cannot be changed: another one takes over. */
  update(): void {
    return undefined;
  }

  interrupt(itemId: string | null, playedMs: number): void {
    this.#requests = [];
    const cut = this.#agent.interrupt(itemId, playedMs);
    if (!cut) return;
    this.#notes.push(interruptedNote(cut.heard));
    if (!cut.isRunning) return;
    // Whatever is said to it stops what the server is saying. It is not asked to answer to that.
    const oweAnswer = this.#notesOweAnswer;
    this.#sendNotes();
    this.#notesOweAnswer = oweAnswer;
  }

  sendToolResult(...result: Parameters<RealtimeSession['sendToolResult']>): void {
    if (this.#isClosed) return;
    this.#results.push(result);
    this.#sendNext();
  }

  close(): void {
    this.#link.close();
  }

  // What is said to the server.

  #note(text: string): void {
    if (this.#isClosed) return;
    this.#notes.push(text);
    this.#hasNews = true;
  }

  #respond(id: string, name: string, output: string): void {
    const response = responseObject(output);
    this.#link.send({ toolResponse: { functionResponses: [{ id, name, response }] } });
  }

  #sendResults(): void {
    if (this.#caller.isTelling || this.#agent.isSpeaking) return;
    const results = this.#results.splice(0);
    const areComplete = this.#calls.areCompleteWith(results.map(([callId]) => callId));
    for (const result of results) {
      if (areComplete || !this.#calls.isOpen(result[0])) this.#sendResult(...result);
      else this.#results.push(result);
    }
  }

  #sendResult(callId: string, output: string, respond: boolean): void {
    const delivery = this.#calls.ended(callId, output);
    if (delivery.kind === 'note') {
      this.#note(resultNote(delivery.name, output));
      this.#notesOweAnswer ||= respond;
      return;
    }
    this.#log.note(resultNote(delivery.name, output));
    this.#respond(delivery.serverId, delivery.name, output);
    const goesOn = this.#calls.goesOn(respond);
    if (goesOn) this.#agent.owe({ kind: 'tools', isHeard: goesOn === 'heard' });
  }

  #takeNotes(): Turn[] {
    this.#hasNews = this.#notesOweAnswer = false;
    return this.#notes.splice(0).map((text) => {
      this.#log.note(text);
      return { role: 'user', text };
    });
  }

  #say(turns: Turn[], isComplete: boolean): void {
    this.#calls.takenBack();
    this.#link.send(clientContent(turns, isComplete));
  }

  #sendNotes(): void {
    if (this.#link.isReady && this.#notes.length > 0) this.#say(this.#takeNotes(), false);
  }

  /** Asks for what waits to be said, unless the server speaks, or waits for tools. */
  #sendNext(): void {
    this.#sendResults();
    const request = this.#requests[0] ?? (this.#notesOweAnswer && !this.#caller.isTelling ? ANSWER : undefined);
    if (!request || !this.#link.isReady || this.#agent.isBusy) return;
    if (request.kind === 'answer' && this.#calls.areOpen) return;
    this.#requests.shift();
    this.#asked = request;
    const text = request.kind === 'verbatim' ? verbatimNote(request.text) : YOUR_TURN;
    this.#say([...this.#takeNotes(), { role: 'user', text }], true);
    this.#agent.owe({ kind: 'request' });
  }

  #onSpeechStarted(itemId: string): void {
    // The server will answer that turn, and other answers that wait would talk over it.
    if (!this.#isHeld) this.#requests = this.#requests.filter(({ kind }) => kind === 'verbatim');
    this.#listener.onSpeechStarted(itemId);
  }

  #onCallerTold(): void {
    // What the model called for meanwhile is taken back by the caller's turn, too.
    this.#calls.takenBack();
    this.#sendResults();
    if (!this.#agent.isBusy) this.#sendNotes();
    if (this.#notes.length === 0) this.#notesOweAnswer = false;
    this.#link.send({ realtimeInput: { activityEnd: {} } });
    this.#agent.owe({ kind: 'caller' });
  }

  // What the connection does.

  #onReady(): void {
    const isFirst = !this.#hasReported;
    this.#hasReported = true;
    this.#isLeaving = this.#mustLeave = false;
    clearTimeout(this.#leaving);
    if (isFirst) this.#listener.onReady();
    this.#caller.open();
    this.#sendNext();
  }

  #onBroken(): void {
    this.#listener.onWarning('connection_lost', 'The connection broke; the session goes on over another one');
    this.#calls.lost();
    const owed = this.#agent.lost();
    this.#caller.lost(owed?.kind === 'caller');
    if (owed?.kind === 'request') this.#requests.unshift(this.#asked);
    if (owed?.kind === 'tools' && owed.isHeard) this.#requests.unshift(ANSWER);
  }

  #onGoAway(leftMs: number): void {
    this.#isLeaving = true;
    clearTimeout(this.#leaving);
    const patienceMs = Math.max(leftMs / 2, leftMs - LEAVE_BEFORE_MS);
    this.#leaving = setTimeout(() => {
      this.#mustLeave = true;
      this.#leave();
    }, patienceMs);
    this.#leave();
  }

  /** Goes over to another connection when nobody speaks, or waits for something. */
  #leave(): void {
    const isQuiet = !this.#agent.isBusy && !this.#caller.isTelling && !this.#calls.areOpen;
    if (!this.#isLeaving || !this.#link.isReady || !isQuiet) return;
    if (!this.#mustLeave && !this.#log.isResumable) return;
    this.#caller.lost(false);
    this.#link.move();
  }

  #onMessage(message: Buffer): void {
    if (this.#agent.takesPureAudio) {
      const start = this.#audioMessage.cut(message);
      if (start >= 0) {
        this.#garbage.readableAudio();
        return this.#agent.audio(message, start, this.#audioMessage.end, null);
      }
    }
    const parsed = parseObject(message);
    if (!parsed || !isServerMessage(parsed)) return this.#garbage.unreadableMessage();
    this.#garbage.readableMessage(message.length);
    this.#listener.onSign?.();
    const read = readServerMessage(parsed);
    if ((read.audio[0]?.rate ?? AGENT_RATE) === AGENT_RATE) this.#audioMessage.learn(message, parsed);
    this.#onServerMessage(read);
  }

  #onAudio({ data, rate }: ServerMessage['audio'][number]): void {
    const audio = readBase64(data);
    if (!audio) return this.#garbage.unreadableAudio();
    this.#garbage.readableAudio();
    this.#agent.audio(audio, 0, audio.length, rate);
  }

  #onServerMessage(message: ServerMessage): void {
    if (message.usage) this.#agent.used(readUsage(message.usage));
    this.#caller.words(message.inputText);
    if (message.outputText !== '') this.#agent.words(message.outputText);
    for (const audio of message.audio) this.#onAudio(audio);
    // What cannot be read may have ended the session.
    if (this.#isClosed) return;
    // Taken back for something that the caller said before: the answer to that comes now.
    if (this.#calls.cancelled(message.cancelledCalls) && !this.#caller.isTelling) this.#agent.announced();
    if (message.calls.length > 0) this.#agent.called(() => this.#onCalls(message.calls));
    if (message.interrupted) this.#agent.generated('cancelled');
    if (message.generationComplete) this.#agent.generated('completed');
    if (message.turnComplete) this.#agent.complete(message.turnReason);
    if (message.turnComplete && this.#notes.length === 0) this.#calls.spoken();
    this.#agent.settleUsage();
    if (message.resumption) this.#link.resumableWith(message.resumption.handle);
    if (message.goAwayMs !== null) this.#onGoAway(message.goAwayMs);
    this.#sendNext();
    this.#leave();
  }

  #onCalls(calls: ServerMessage['calls']): void {
    for (const made of calls) {
      const call = this.#calls.made(made);
      if (call === null) continue;
      if ('id' in call) {
        this.#listener.onToolCall(call);
        continue;
      }
      this.#respond(made.id, made.name, call.output);
      this.#calls.answered(made.id);
      if (this.#calls.goesOn(true)) this.#agent.owe({ kind: 'tools', isHeard: true });
    }
  }
}
