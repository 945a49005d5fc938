import { inBackground } from '@leadlock/observability/in-background';
import type { Logger } from '@leadlock/observability/logger';
import type { EncodedAudio, MulawAudio } from '../contracts/audio.ts';
import type { MediaTransport } from '../contracts/media-transport.ts';
import type {
  RealtimeProvider,
  RealtimeSession,
  RealtimeSessionConfig,
  RealtimeUsage,
  ResponseEnd,
  ToolCall,
} from '../contracts/realtime-provider.ts';
import { EarlyAudio } from '../wire/early-audio.ts';
import { AgentLine } from './agent-line.ts';
import { CallCounts, type FrameCounts } from './call-counts.ts';
import { CallMachine } from './call-machine.ts';
import type { CallProgress, CallResult } from './call-result.ts';
import type { CallEffect, CallEnding, CallPhase, CallPolicy, RequestedEnd } from './call-state.ts';
import { CallTools } from './call-tools.ts';
import { CallerTurn, turnPatienceMs } from './caller-turn.ts';
import { isFarewell } from './farewell.ts';
import { KeyPad } from './key-pad.ts';
import type { LiveEvent } from './live-event.ts';
import { OwnAnnouncements } from './own-announcements.ts';
import { OwnEars } from './own-ears.ts';
import { OwnSpeech } from './own-speech.ts';
import type { Ticker } from './ticker.ts';
import type { ToolOutcome } from './tool-runs.ts';
import { Transcript, type TranscriptEntry } from './transcript.ts';

/** A provider is asked for less than it can give, so that we say goodbye before it hangs up. */
const PROVIDER_LIMIT_MARGIN_MS = 20_000;

export interface CallSessionOptions {
  transport: MediaTransport;
  provider: RealtimeProvider;
  config: RealtimeSessionConfig;
  policy: CallPolicy;
  /** Runs every tool but `end_call`, which is the session's own. Called once for each (tool call id, arguments). */
  runTool: (call: ToolCall) => Promise<ToolOutcome>;
  /** What the caller hears when the provider fails. */
  apology: () => Promise<MulawAudio>;
  /** Speaks English that the caller has to hear when the provider cannot say it; absent: the call goes on without. */
  ownVoice?: (text: string) => Promise<MulawAudio>;
  ticker: Ticker;
  log: Logger;
  /** Counts of the whole process, for its metrics. */
  frames?: FrameCounts;
  /** Milliseconds since the epoch that never go back. */
  now?: () => number;
  /** After each turn that was spoken, or cut, to its end. */
  onTurn?(transcript: TranscriptEntry[]): void;
  /** Words, tools and the end, as they happen; for whoever watches. */
  onLive?(event: LiveEvent): void;
}

const monotonicNow = (): number => performance.timeOrigin + performance.now();

/**
 * One call: joins the caller's side and the voice provider. Audio passes straight through; everything else becomes an
 * event of the state machine, and its effects are carried out here.
 */
export class CallSession {
  /** Settles when the call is over and its tools have ended. Never rejects. */
  readonly finished: Promise<CallResult>;

  readonly #options: CallSessionOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #machine: CallMachine;
  readonly #agent: AgentLine;
  readonly #transcript: Transcript;
  readonly #callerTurn: CallerTurn;
  readonly #ears: OwnEars;
  readonly #keys: KeyPad;
  readonly #early = new EarlyAudio();
  readonly #counts: CallCounts;
  readonly #tools: CallTools;
  readonly #ourselves: OwnAnnouncements;
  readonly #unsubscribe: () => void;
  readonly #resolve: (result: CallResult) => void;

  #voice: RealtimeSession;
  #voiceIsReady = false;
  /** What the provider reported last, in its words. */
  #lastWarning: string | null = null;
  #typedItems = 0;
  #lineEndedAt: number | null = null;

  constructor(options: CallSessionOptions) {
    const { provider, transport, log } = options;
    const limit = provider.capabilities.maxSessionSeconds * 1000 - PROVIDER_LIMIT_MARGIN_MS;
    const policy = { ...options.policy, maxDurationMs: Math.min(options.policy.maxDurationMs, limit) };
    const now = options.now ?? monotonicNow;
    this.#options = options;
    this.#now = now;
    this.#startedAt = now();
    const counts = new CallCounts(options.frames ?? { fromCaller: 0, toCaller: 0, dropped: 0 });
    const transcript = new Transcript((role, itemId, text, final) =>
      options.onLive?.({
        type: 'transcript',
        role: role === 'user' ? 'user' : 'agent',
        itemId,
        text: text.trim(),
        final,
      }),
    );
    const machine = new CallMachine({ policy, now, log, carryOut: (effect) => this.#carryOut(effect) });
    this.#counts = counts;
    this.#transcript = transcript;
    this.#machine = machine;
    this.#callerTurn = new CallerTurn(turnPatienceMs(options.config.turnDetection));
    this.#ears = new OwnEars({ transport, callerTurn: this.#callerTurn, counts, machine });
    this.#keys = new KeyPad((itemId, text, at) => transcript.userPressed(itemId, text, at));
    this.#agent = new AgentLine({
      transport,
      transcript,
      counts,
      policy,
      machine,
      now,
      onBegin: () => this.#onAgentBegins(),
      onHeard: () => this.#callerTurn.forget(),
      onTurn: () => this.#reportTurn(),
    });
    this.#ourselves = new OwnAnnouncements({
      speech: new OwnSpeech({ voice: options.ownVoice, config: options.config, policy, transcript }),
      hasVoice: options.ownVoice !== undefined,
      apology: options.apology,
      agent: this.#agent,
      machine,
      voice: () => this.#voice,
      log,
    });
    this.#tools = new CallTools({
      timeoutMs: policy.toolTimeoutMs,
      now,
      machine,
      voice: () => this.#voice,
      run: (call) => options.runTool(call),
      onLive: (event) => options.onLive?.(event),
    });
    const { promise, resolve } = Promise.withResolvers<CallResult>();
    this.finished = promise;
    this.#resolve = resolve;
    this.#voice = this.#openVoice();
    this.#unsubscribe = options.ticker.subscribe(() => this.#onTick());
    transport.listen({
      onAudio: (audio) => this.#onCallerAudio(audio),
      onMark: (name) => this.#agent.echoed(name),
      onDtmf: (digit) => this.#onDigit(digit),
      onText: (text) => this.#onCallerText(text),
      onTyping: () => machine.dispatch({ type: 'typing' }),
      onClosed: (reason) => {
        this.#lineEndedAt ??= now();
        machine.dispatch({ type: 'caller_gone', reason });
      },
    });
  }

  get phase(): CallPhase {
    return this.#machine.state.phase;
  }

  /** Ends the call with a goodbye. Safe to call twice. */
  end(reason: RequestedEnd): void {
    this.#machine.dispatch({ type: 'end_requested', reason });
  }

  /** Has the agent say `sentence` and ends the call once it was heard. Safe to call twice; the first one counts. */
  endWith({ sentence, reason }: { sentence: string; reason: RequestedEnd }): void {
    this.#machine.dispatch({ type: 'end_requested', reason, sentence });
  }

  /** How long the caller has been on the line, in ms. */
  get durationMs(): number {
    return Math.round((this.#lineEndedAt ?? this.#now()) - this.#startedAt);
  }

  /** What the call has come to by now. */
  progress(): CallProgress {
    return {
      ...this.#counts.report(),
      transcript: this.#transcript.entries(this.#now()),
      toolCalls: this.#tools.runs,
      durationMs: this.durationMs,
    };
  }

  /** 50 frames a second and call pass here, so nothing is allocated, parsed or logged. */
  #onCallerAudio(audio: EncodedAudio): void {
    this.#counts.fromCaller();
    this.#callerTurn.hear(audio, this.#now);
    if (this.#voiceIsReady) this.#voice.sendAudio(audio);
    else this.#early.push(audio);
  }

  // What happens now and then.

  #onAgentBegins(): void {
    const now = this.#now();
    this.#counts.heardAgent(now - this.#startedAt);
    this.#keys.agentSpeaks();
    if (this.phase !== 'greeting') this.#counts.answered(this.#callerTurn.answered(now));
  }

  #onTick(): void {
    const now = this.#now();
    this.#agent.tick(now);
    this.#tools.expire(now);
    this.#ears.tick(now);
    if (this.#keys.tick(now, this.#machine.state.digits === '')) this.#reportTurn();
    this.#machine.tick(now);
  }

  #openVoice(): RealtimeSession {
    this.#voiceIsReady = false;
    const { provider, config, log } = this.#options;
    return provider.open(config, {
      onReady: () => this.#onReady(),
      onItemStarted: (itemId) => this.#agent.beginItem(itemId),
      onAudio: (audio) => this.#agent.send(audio),
      onSpeechStarted: (itemId) => this.#onSpeechStarted(itemId ?? null),
      onSpeechStopped: () => this.#onSpeechStopped(),
      onUserTranscript: (itemId, text, final) => this.#onUserTranscript(itemId, text, final),
      onAgentTranscript: (itemId, text, final) => this.#agent.words(itemId, text, final),
      onToolCall: (call) => this.#tools.onCall(call),
      onResponseDone: (status, usage, end) => this.#onResponseDone(status, usage, end),
      onWarning: (code, message) => {
        this.#lastWarning = message === '' ? code : `${code}: ${message}`;
        log.warn({ provider: provider.name, code, message }, 'The voice provider reports a problem');
      },
      onClosed: ({ failed, ...end }) => {
        if (!failed) return;
        log.warn({ provider: provider.name, ...end }, 'The voice provider has closed the session');
        this.#machine.dispatch({ type: 'provider_closed', ...end });
      },
    });
  }

  #onReady(): void {
    this.#voiceIsReady = true;
    // One that is ready after the call was given up has taken nobody's call.
    if (this.phase === 'connecting') this.#counts.voiceIsReady();
    this.#early.drainTo((audio) => this.#voice.sendAudio(audio));
    this.#machine.dispatch({ type: 'provider_ready' });
  }

  #onSpeechStarted(itemId: string | null): void {
    const now = this.#now();
    this.#callerTurn.started(now);
    this.#machine.dispatch({ type: 'speech_started', itemId });
    this.#transcript.userStarted(itemId, now);
  }

  #onSpeechStopped(): void {
    const now = this.#now();
    this.#callerTurn.stopped(now);
    this.#transcript.userStopped(now);
    this.#machine.dispatch({ type: 'speech_stopped' });
  }

  #onUserTranscript(itemId: string, text: string, final: boolean): void {
    this.#transcript.userText(itemId, text, this.#now(), final);
    if (!final) return;
    this.#machine.dispatch({ type: 'user_transcript', itemId, hasWords: !isFarewell(text) });
    this.#reportTurn();
  }

  /** Keys pressed one after the other are one turn of the caller. */
  #onDigit(digit: string): void {
    const { digits: before, phase } = this.#machine.state;
    if (phase === 'closed') return;
    this.#machine.dispatch({ type: 'digit', digit });
    this.#keys.press(before, digit, this.#now());
    this.#reportTurn();
  }

  #onCallerText(text: string): void {
    this.#machine.dispatch({ type: 'typed', text });
    this.#transcript.userTyped(`typed_${++this.#typedItems}`, text, this.#now());
    this.#reportTurn();
  }

  #onResponseDone(
    status: ResponseEnd['status'],
    usage: RealtimeUsage | null,
    { discarded = false, ...end }: Omit<ResponseEnd, 'status'> = {},
  ): void {
    if (usage) this.#counts.used(usage);
    if (status === 'failed' || status === 'incomplete') {
      const { provider, log } = this.#options;
      log.warn({ provider: provider.name, status, ...end }, 'The voice provider did not complete an answer');
    }
    if (discarded) return;
    const { hasUnspokenText } = this.#agent;
    this.#agent.answerEnded();
    this.#machine.dispatch({ type: 'response_done', status, ...end, hasUnspokenText });
    this.#agent.look();
  }

  #carryOut(effect: CallEffect): void {
    switch (effect.type) {
      case 'open_provider':
        this.#voice = this.#openVoice();
        return;
      case 'speak':
        return this.#voice.speak(effect.text);
      case 'one_moment':
        return this.#voice.sayOneMoment();
      case 'hold_answers':
        return this.#voice.holdAnswers(effect.held);
      case 'say_own':
        return this.#ourselves.sayBeside(effect.text);
      case 'add_text':
        return this.#voice.addText(effect.role, effect.text);
      case 'add_typed':
        this.#callerTurn.typed(this.#now());
        return this.#voice.addText('user', effect.text);
      case 'interrupt':
        return this.#interrupt();
      case 'apologise':
        return this.#ourselves.apologise();
      case 'announce':
        return this.#ourselves.announce(effect.text);
      case 'finish':
        return this.#finish(effect.ending);
    }
  }

  #interrupt(): void {
    this.#agent.mute();
    const cut = this.#agent.cut();
    if (cut.length === 0) this.#voice.interrupt(null, 0);
    for (const { id, playedMs } of cut) this.#voice.interrupt(id, playedMs);
  }

  #reportTurn(): void {
    if (this.phase !== 'closed') this.#options.onTurn?.(this.#transcript.entries(this.#now()));
  }

  /** With the provider's own words, where the ending has none of them. */
  #detailOf({ reason, detail }: CallEnding): string | null {
    const isSilent = reason === 'provider_stuck' && this.#lastWarning !== null;
    return isSilent && !detail?.includes(': ') ? `${detail}; ${this.#lastWarning}` : detail;
  }

  #finish(ending: CallEnding): void {
    const now = this.#now();
    this.#lineEndedAt ??= now;
    this.#unsubscribe();
    this.#keys.settle();
    this.#agent.end();
    this.#voice.close();
    this.#options.onLive?.({ type: 'ended', reason: ending.reason });
    this.#options.transport.close();
    const ended = this.#tools.settled().then(() =>
      this.#resolve({
        ...this.progress(),
        status: ending.status,
        endReason: ending.reason,
        detail: this.#detailOf(ending),
        transcript: this.#transcript.entries(now),
      }),
    );
    inBackground(ended, this.#options.log, 'ending a call');
  }
}
