import { randomInt } from 'node:crypto';
import type { DialogueStep, SpeechEngine } from '@leadlock/voice/local';
import { WebSocket } from 'ws';
import { newItem } from '../realtime/conversation.ts';
import type { SessionFaults } from '../realtime/faults.ts';
import { InputAudio } from '../realtime/input-audio.ts';
import { asObject, listAt, numberAt, parseObject, type JsonObject } from '../realtime/json.ts';
import { Answer } from './answer.ts';
import {
  checkMessage,
  checkSetup,
  type ApiVersion,
  type ClientMessage,
  type Closing,
  type Setup,
} from './check-message.ts';
import { newMemory, type Handles, type Memory } from './memory.ts';
import type { Scope, Search } from '../search/search-index.ts';
import { messageItem, readTurn } from './read-turn.ts';
import { instructionsOf, searchesGoogle, toolsOf, turnDetectionOf, voiceOf } from './read-setup.ts';

export interface LiveSessionOptions {
  version: ApiVersion;
  engine: () => Promise<SpeechEngine>;
  faults: SessionFaults;
  handles: Handles;
  /** What Google's own search finds. */
  search: Search;
  /** How long the connection lives, how long before its end that is said, and how long a handle is good. */
  connectionMs: number;
  goAwayMs: number;
  handleMs: number;
}

/** Sessions with sound and without compression of their context. */
const UNCOMPRESSED_MS = 15 * 60_000;
const GOOGLE: Scope = { web: true, x: null };
const invalid = (reason: string): Closing => ({ code: 1007, reason });

/** One connection to Gemini Live. */
export class LiveSession {
  readonly #socket: WebSocket;
  readonly #options: LiveSessionOptions;
  readonly #input: InputAudio;
  #timers: NodeJS.Timeout[] = [];
  #setup: Setup | null = null;
  #memory: Memory = newMemory();
  #answer: Answer | null = null;
  /** Turns of the caller that wait for the end of the answer that runs. */
  #waiting = 0;
  /** The functions whose results are waited for. */
  #calls = new Map<string, string>();
  #results: { id: string; output: string }[] = [];
  #isActive = false;
  /** Turns of the caller that are not understood yet; of those that were interrupted, that nobody answers them. */
  readonly #heard = new Map<string, 'to answer' | 'interrupted'>();
  /** Answers that wait until the turns before them are understood. */
  #whenUnderstood: (() => void)[] = [];
  #inputRate = 0;
  /** Says nothing any more, for a test. */
  mute = false;
  /** Speaks and cannot be heard, for a test. */
  soundless = false;

  constructor(socket: WebSocket, options: LiveSessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#input = new InputAudio(options.engine, {
      speechStarted: () => this.#onActivity(),
      speechStopped: () => undefined,
      understood: (itemId, text, audioMs) => this.#onUnderstood(text, audioMs, itemId),
      failed: (error) => this.close({ code: 1011, reason: error.message.slice(0, 100) }),
    });
    socket.on('message', (data: Buffer) => this.#onMessage(data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => this.#onClosed());
  }

  /** As it was set up; null before that. */
  get setup(): Setup | null {
    return this.#setup;
  }

  sendRaw(message: string | Buffer): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message);
  }

  drop(): void {
    this.#socket.terminate();
  }

  close({ code, reason }: Closing): void {
    this.#socket.close(code, reason.slice(0, 120));
  }

  /** JSON in a binary frame. */
  #send(message: JsonObject): void {
    if (!this.mute) this.sendRaw(Buffer.from(JSON.stringify(message)));
  }

  #content(serverContent: JsonObject): void {
    this.#send({ serverContent });
  }

  #onClosed(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#answer?.interrupt();
    this.#input.close();
  }

  #onMessage(text: string): void {
    const object = parseObject(text);
    const message = object ? checkMessage(object) : invalid('Invalid JSON payload received.');
    const closing = 'code' in message ? message : this.#handle(message);
    if (closing) this.close(closing);
  }

  #handle(message: ClientMessage): Closing | null {
    if ('setup' in message) return this.#setUp(message.setup);
    if (!this.#setup) return invalid('The first message must be a setup.');
    if ('clientContent' in message) return this.#onContent(message.clientContent);
    if ('toolResponse' in message) return this.#onToolResponse(message.toolResponse.functionResponses);
    const { realtimeInput: input } = message;
    if ('audio' in input) return this.#onAudio(input.audio);
    if ('text' in input)
      return this.#onContent({ turns: [{ role: 'user', parts: [{ text: input.text }] }], turnComplete: true });
    if ('audioStreamEnd' in input) return null;
    return this.#onSignal('activityStart' in input);
  }

  #setUp(setup: Setup): Closing | null {
    if (this.#setup) return invalid('A session is set up once.');
    const problem = checkSetup(setup, this.#options.version);
    if (problem) return problem;
    const { handle } = setup.sessionResumption ?? {};
    if (handle) {
      const memory = this.#options.handles.find(handle);
      if (!memory) return { code: 1008, reason: 'BidiGenerateContent session not found' };
      this.#memory = memory;
    }
    this.#setup = setup;
    this.#memory.mind.configure(instructionsOf(setup), toolsOf(setup), (question) =>
      searchesGoogle(setup) ? this.#options.search(question, GOOGLE) : [],
    );
    this.#startTimers(setup);
    this.#send({ setupComplete: {} });
    if (setup.sessionResumption && !handle)
      this.#send({ sessionResumptionUpdate: { newHandle: '', resumable: false } });
    return null;
  }

  #startTimers(setup: Setup): void {
    const { connectionMs, goAwayMs } = this.#options;
    const timeLeft = `${goAwayMs / 1000}s`;
    this.#timers = [
      setTimeout(() => this.#send({ goAway: { timeLeft } }), Math.max(0, connectionMs - goAwayMs)),
      setTimeout(() => this.close({ code: 1001, reason: 'The connection has reached its end.' }), connectionMs),
    ];
    if (setup.contextWindowCompression) return;
    const reason = 'The session has reached its longest duration.';
    this.#timers.push(setTimeout(() => this.close({ code: 1008, reason }), UNCOMPRESSED_MS));
  }

  get #detectsActivity(): boolean {
    return this.#setup?.realtimeInputConfig?.automaticActivityDetection?.disabled !== true;
  }

  #onAudio({ data, mimeType }: { data: string; mimeType: string }): null {
    const rate = Number(mimeType.split('rate=')[1]);
    if (rate !== this.#inputRate && this.#setup) {
      this.#inputRate = rate;
      this.#input.configure({ input: { type: 'audio/pcm', rate }, turnDetection: turnDetectionOf(this.#setup) });
    }
    if (this.#detectsActivity || this.#isActive) this.#input.append(Buffer.from(data, 'base64'));
    return null;
  }

  #onSignal(isStart: boolean): Closing | null {
    if (this.#detectsActivity) {
      return invalid('Explicit activity control is not supported when automatic activity detection is enabled.');
    }
    if (isStart === this.#isActive) return invalid('Activity signals have to alternate.');
    this.#isActive = isStart;
    if (isStart) {
      this.#input.clear();
      this.#onActivity();
      return null;
    }
    const itemId = this.#input.commit();
    if (itemId === null) this.#onUnderstood('', 0);
    else this.#heard.set(itemId, 'to answer');
    return null;
  }

  /** The caller begins to speak: what the model waits for is taken back, and where that was asked for it stops. */
  #onActivity(): void {
    this.#cancelCalls();
    if (this.#setup?.realtimeInputConfig?.activityHandling !== 'NO_INTERRUPTION') this.#interrupt();
  }

  /** As of Gemini 3.8, new input takes back the calls whose results are waited for. */
  #onUnderstood(text: string, audioMs: number, itemId = ''): void {
    const isInterrupted = this.#heard.get(itemId) === 'interrupted';
    this.#heard.delete(itemId);
    if (!isInterrupted) this.#cancelCalls();
    this.#memory.tokens.hear(audioMs);
    if (text !== '' && this.#setup?.inputAudioTranscription) {
      const middle = text.indexOf(' ', text.length / 2);
      const pieces = middle < 0 ? [text] : [text.slice(0, middle), text.slice(middle)];
      for (const piece of pieces) this.#content({ inputTranscription: { text: piece } });
    }
    this.#memory.conversation.add(messageItem('user', text));
    if (this.#heard.size === 0) for (const goOn of this.#whenUnderstood.splice(0)) goOn();
    if (isInterrupted) return;
    if (text === '' && this.#setup?.proactivity?.proactiveAudio) return this.#content({ turnComplete: true });
    if (this.#answer) this.#waiting++;
    else this.#start(null);
  }

  #onContent({
    turns = [],
    turnComplete,
  }: {
    turns?: { role: string; parts: { text: string }[] }[];
    turnComplete?: boolean;
  }): null {
    const { memory, isHistory } = { memory: this.#memory, isHistory: this.#takesHistory };
    if (!isHistory) {
      this.#cancelCalls();
      this.#interrupt();
      for (const itemId of this.#heard.keys()) this.#heard.set(itemId, 'interrupted');
    }
    let verbatim: string | null = null;
    for (const { role, parts } of turns) {
      for (const { text } of parts) {
        memory.tokens.read(text);
        if (role === 'model') {
          memory.conversation.takeNews();
          memory.mind.said(text);
          continue;
        }
        const turn = readTurn(text);
        if (turn.kind === 'item') memory.conversation.add(turn.item);
        else if (turn.kind === 'heard') memory.mind.interrupted(turn.text);
        else verbatim = turn.text;
      }
    }
    if (isHistory) memory.hasHistory = turnComplete === true;
    else if (turnComplete) this.#start(verbatim, verbatim === null ? this.#understandsAll() : undefined);
    return null;
  }

  /** The model hears the caller, who has to be understood for that here. */
  async #understandsAll(): Promise<void> {
    if (this.#heard.size > 0) await new Promise<void>((resolve) => this.#whenUnderstood.push(resolve));
  }

  get #takesHistory(): boolean {
    return this.#setup?.historyConfig?.initialHistoryInClientContent === true && !this.#memory.hasHistory;
  }

  #onToolResponse(responses: { id: string; response: JsonObject }[]): Closing | null {
    for (const { id, response } of responses) {
      if (!this.#calls.delete(id)) return invalid(`No function call with the id ${id} waits for a response.`);
      this.#results.push({ id, output: JSON.stringify(response) });
    }
    if (this.#calls.size > 0) return null;
    for (const { id, output } of this.#results.splice(0)) {
      this.#memory.conversation.add(newItem({ type: 'function_call_output', call_id: id, output }));
    }
    this.#start(null);
    return null;
  }

  #cancelCalls(): void {
    if (this.#calls.size === 0) return;
    this.#send({ toolCallCancellation: { ids: [...this.#calls.keys()] } });
    for (const name of this.#calls.values()) this.#memory.mind.withdrawn(name);
    this.#calls.clear();
    this.#results = [];
  }

  #interrupt(): void {
    if (!this.#answer) return;
    this.#memory.mind.interrupted(this.#answer.interrupt());
    this.#answer = null;
    this.#waiting = 0;
    this.#content({ interrupted: true });
    this.#completeTurn(null, { text: '', ms: 0 });
  }

  #start(verbatim: string | null, ready: Promise<void> = Promise.resolve()): void {
    const { setup, engine, faults } = { setup: this.#setup, ...this.#options };
    const { mind, conversation } = this.#memory;
    const answer = new Answer({
      engine,
      voice: voiceOf(setup),
      transcribes: setup?.outputAudioTranscription !== undefined,
      fault: faults.nextAnswer(),
      isSoundless: () => this.soundless,
      ready,
      think: () => {
        if (verbatim === null) return mind.answer(conversation.takeNews(), null);
        mind.said(verbatim);
        return Promise.resolve({ say: verbatim, toolCalls: [] });
      },
      drop: (step) => mind.drop(step),
      withdraw: (calls) => calls.forEach(({ name }) => mind.withdrawn(name)),
      send: (content) => this.#content(content),
      callTools: (calls) => this.#callTools(calls),
      onOver: (spoken, reason) => {
        if (this.#answer !== answer) return;
        this.#answer = null;
        if (reason === null) this.#content({ generationComplete: true });
        this.#completeTurn(reason, spoken);
        if (this.#waiting > 0) this.#start(null);
        this.#waiting = 0;
      },
      fail: (reason) => this.close({ code: 1011, reason }),
    });
    this.#answer = answer;
  }

  #callTools(calls: DialogueStep['toolCalls']): void {
    this.#answer = null;
    const functionCalls = calls.map(({ name, arguments: args }) => {
      const id = `function-call-${randomInt(2 ** 47)}`;
      this.#calls.set(id, name);
      this.#memory.mind.toolCalled(id, name);
      return { id, name, args };
    });
    this.#send({ toolCall: { functionCalls } });
    if (this.#waiting === 0) return;
    this.#cancelCalls();
    this.#waiting = 0;
    this.#start(null);
  }

  #completeTurn(turnCompleteReason: string | null, { text, ms }: { text: string; ms: number }): void {
    const usage = this.#memory.tokens.answer(instructionsOf(this.#setup), ms, text);
    this.#send({
      serverContent: { turnComplete: true, ...(turnCompleteReason !== null && { turnCompleteReason }) },
      usageMetadata: usageMetadata(usage),
    });
    if (!this.#setup?.sessionResumption) return;
    const newHandle = this.#options.handles.give(this.#memory, this.#options.handleMs);
    this.#send({ sessionResumptionUpdate: { newHandle, resumable: true } });
  }
}

/** Tokens as Google counts them. */
function usageMetadata(usage: JsonObject): JsonObject {
  const count = (side: string, kind: string): number => numberAt(asObject(usage[`${side}_token_details`]), kind) ?? 0;
  const details = (side: string): JsonObject[] => [
    { modality: 'TEXT', tokenCount: count(side, 'text_tokens') },
    { modality: 'AUDIO', tokenCount: count(side, 'audio_tokens') },
  ];
  const sum = (list: JsonObject[]): number =>
    list.reduce((total, entry) => total + (numberAt(entry, 'tokenCount') ?? 0), 0);
  const [prompt, response] = [details('input'), details('output')];
  return {
    promptTokenCount: sum(prompt),
    responseTokenCount: sum(response),
    totalTokenCount: sum(prompt) + sum(response),
    promptTokensDetails: prompt,
    responseTokensDetails: listAt({ response }, 'response'),
  };
}
